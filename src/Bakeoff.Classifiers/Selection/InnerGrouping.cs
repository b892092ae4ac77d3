namespace Bakeoff.Classifiers.Selection;

/// <summary>What must not be divided between the sides of an inner fold.</summary>
public enum InnerGrouping
{
    /// <summary>Nothing: every clip for itself.</summary>
    None,

    /// <summary>All clips of a speaker stay together, and their copies with them.</summary>
    Speaker,

    /// <summary>All clips of a text stay together.</summary>
    Text,

    /// <summary>All clips of a speaker saying one text stay together.</summary>
    SpeakerText,

    /// <summary>No speaker and no text is on both sides.</summary>
    SpeakerAndText,

    /// <summary>
    /// No voice and no text is on both sides, where the voices are the recordings and each of the imitated speakers that the n-th copies are: one fold a voice,
    /// which judges it on a share of the texts and is trained on the other texts in the other voices. With fewer texts than voices, clips in place of texts.
    /// Real speakers are not told apart, so that it suits a training side of one.
    /// </summary>
    Voice,
}
