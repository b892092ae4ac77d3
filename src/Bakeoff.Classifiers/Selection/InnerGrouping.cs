namespace Bakeoff.Classifiers.Selection;

/// <summary>Clips that stay on one side of an inner fold together.</summary>
public enum InnerGrouping
{
    /// <summary>No grouping: each clip is assigned on its own.</summary>
    None,

    /// <summary>All clips of a speaker, and their copies.</summary>
    Speaker,

    /// <summary>All clips of a text.</summary>
    Text,

    /// <summary>All clips of a speaker with the same text.</summary>
    SpeakerText,

    /// <summary>No speaker and no text is on both sides.</summary>
    SpeakerAndText,

    /// <summary>
    /// No imitated speaker and no text is on both sides. The recordings count as one speaker, the first copies as another, and so on: one
    /// fold for each, which evaluates it on its share of the texts after training on the other texts of the others. With fewer texts than
    /// copies, clips take the place of texts. Real speakers are not separated; meant for a training side with one speaker.
    /// </summary>
    Voice,
}
