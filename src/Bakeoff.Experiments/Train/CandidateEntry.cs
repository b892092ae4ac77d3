namespace Bakeoff.Experiments.Train;

/// <summary>A row of <c>candidates.csv</c>.</summary>
/// <param name="Fold">Name of the outer fold.</param>
/// <param name="Classifier">Kind and hyper-parameters as in YAML.</param>
/// <param name="InnerUar">UAR over the inner folds; null where there was only one candidate.</param>
/// <param name="IsChosen">True if it was trained on the whole training side.</param>
/// <param name="InnerFolds">Number of inner folds; 0 where there was only one candidate.</param>
/// <param name="InnerGroupBy">What the inner folds kept together, as in YAML.</param>
public sealed record CandidateEntry(string Fold, string Classifier, double? InnerUar, bool IsChosen, int InnerFolds, string InnerGroupBy)
{
    /// <summary>Mean CCC over the targets and the inner folds; null for classes, and where there was only one candidate.</summary>
    public double? InnerCcc { get; init; }
}
