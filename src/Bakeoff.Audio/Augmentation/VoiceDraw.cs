namespace Bakeoff.Audio.Augmentation;

/// <summary>Assignment of imitated speakers to the altered copies of recordings.</summary>
public enum VoiceDraw
{
    /// <summary>Every copy of every recording imitates another speaker: pitch and formants are drawn independently of each other.</summary>
    EachClip,

    /// <summary>
    /// The n-th copies of all recordings imitate one speaker. Pitch and formants move together, as they do between people: a shorter vocal
    /// tract goes with a higher voice. The speakers are evenly spaced within the limits, alternately below and above the original. Tempo
    /// and level are still drawn for each recording.
    /// </summary>
    EachCopy,
}
