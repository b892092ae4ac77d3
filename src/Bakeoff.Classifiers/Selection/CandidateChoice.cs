namespace Bakeoff.Classifiers.Selection;

/// <summary>Which candidate was chosen, and why.</summary>
/// <param name="Candidates">All candidates with their figures.</param>
/// <param name="Chosen">Position of the chosen one.</param>
/// <param name="GroupBy">What the inner folds kept together.</param>
/// <param name="Folds">Number of inner folds; 0 where there was no choice to make.</param>
public sealed record CandidateChoice(IReadOnlyList<JudgedCandidate> Candidates, int Chosen, InnerGrouping GroupBy, int Folds)
{
    /// <summary>The chosen classifier.</summary>
    public ClassifierOptions Classifier => Candidates[Chosen].Classifier;
}
