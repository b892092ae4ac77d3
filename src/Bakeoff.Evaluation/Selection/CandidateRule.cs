namespace Bakeoff.Evaluation.Selection;

/// <summary>Choice among candidates.</summary>
public enum CandidateRule
{
    /// <summary>The best on the inner folds.</summary>
    Best,

    /// <summary>The first of those that the inner folds cannot tell from the best.</summary>
    Simplest,
}
