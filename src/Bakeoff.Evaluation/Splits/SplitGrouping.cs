namespace Bakeoff.Evaluation.Splits;

/// <summary>What must not be divided between the sides of a fold.</summary>
public enum SplitGrouping
{
    /// <summary>Nothing: every clip for itself.</summary>
    None,

    /// <summary>All clips of a speaker stay together.</summary>
    Speaker,

    /// <summary>All clips of a text stay together.</summary>
    Text,

    /// <summary>All clips of a speaker saying one text stay together.</summary>
    SpeakerText,

    /// <summary>No speaker and no text is on both sides; clips that would be are unused in that fold. Gives (folds of speakers) x (folds of texts) folds.</summary>
    SpeakerAndText,
}
