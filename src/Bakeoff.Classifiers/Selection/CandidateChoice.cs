namespace Bakeoff.Classifiers.Selection;

/// <summary>The outcome of a choice among candidates.</summary>
/// <param name="Candidates">All candidates with their results.</param>
/// <param name="Chosen">Position of the chosen candidate.</param>
/// <param name="GroupBy">Grouping of the inner folds, as in YAML.</param>
/// <param name="Folds">Number of inner folds; 0 for a single candidate.</param>
public sealed record CandidateChoice(IReadOnlyList<EvaluatedCandidate> Candidates, int Chosen, string GroupBy, int Folds)
{
    /// <summary>The chosen classifier.</summary>
    public ClassifierOptions Classifier => Candidates[Chosen].Classifier;
}
