namespace Bakeoff.Evaluation.Splits;

/// <summary>Clips that stay on one side of a fold together.</summary>
public enum SplitGrouping
{
    /// <summary>No grouping: each clip is assigned on its own.</summary>
    None,

    /// <summary>All clips of a speaker.</summary>
    Speaker,

    /// <summary>All clips of a text.</summary>
    Text,

    /// <summary>All clips of a speaker with the same text.</summary>
    SpeakerText,

    /// <summary>No speaker and no text is on both sides; clips that would be are unused in that fold. Gives (folds of speakers) x (folds of
    /// texts) folds.</summary>
    SpeakerAndText,
}
