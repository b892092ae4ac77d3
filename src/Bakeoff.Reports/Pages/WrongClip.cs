namespace Bakeoff.Reports.Pages;

/// <summary>A test clip whose label was missed, or whose number was missed by much.</summary>
/// <param name="Path">Path within the corpus.</param>
/// <param name="Truth">Its label or number.</param>
/// <param name="Prediction">The label or number predicted.</param>
/// <param name="Confidence">Probability given to the prediction, 0..1; not a number for numbers.</param>
/// <param name="Speaker">Speaker; null when unknown.</param>
/// <param name="Text">What is said; null when unknown.</param>
/// <param name="Audio">Source of the clip's sound; null when it cannot be played.</param>
public sealed record WrongClip(
    string Path,
    string Truth,
    string Prediction,
    double Confidence,
    string? Speaker = null,
    string? Text = null,
    ClipSource? Audio = null)
{
    /// <summary>Of predicted numbers the size of the error, in the target's unit; null for labels.</summary>
    public double? Error { get; init; }

    /// <summary>Parts that the prediction rests on; null where that is not explained.</summary>
    public ClipReason? Reason { get; init; }

    /// <summary>Values in the columns of the corpus, in the same order for all clips.</summary>
    public IReadOnlyList<Fact> Columns { get; init; } = [];
}
