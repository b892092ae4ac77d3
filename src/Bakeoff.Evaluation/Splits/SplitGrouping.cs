namespace Bakeoff.Evaluation.Splits;

/// <summary>
/// Clips that stay on one side of a fold together: one of these names, or the name of a column of the corpus, such as <c>session</c>, for
/// all clips with one value in it.
/// </summary>
public static class SplitGrouping
{
    /// <summary>No grouping: each clip is assigned on its own.</summary>
    public const string None = "none";

    /// <summary>All clips of a speaker.</summary>
    public const string Speaker = "speaker";

    /// <summary>All clips of a text.</summary>
    public const string Text = "text";

    /// <summary>All clips of a speaker with the same text.</summary>
    public const string SpeakerText = "speaker_text";

    /// <summary>
    /// No speaker and no text is on both sides; clips that would be are unused in that fold. Gives (folds of speakers) x (folds of texts)
    /// folds.
    /// </summary>
    public const string SpeakerAndText = "speaker_and_text";

    /// <summary>The names that need no column, in the order of documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [None, Speaker, Text, SpeakerText, SpeakerAndText];
}
