namespace Bakeoff.Reports.Pages;

/// <summary>A classifier that could have been chosen.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="Classifier">Kind and hyper-parameters.</param>
/// <param name="InnerUar">UAR over the inner folds, 0..1; null when it was the only candidate.</param>
/// <param name="IsChosen">True if it was chosen.</param>
public sealed record CandidateRow(string Fold, string Classifier, double? InnerUar, bool IsChosen)
{
    /// <summary>Mean CCC over the targets and the inner folds; null for classes, or when it was the only candidate.</summary>
    public double? InnerCcc { get; init; }
}
