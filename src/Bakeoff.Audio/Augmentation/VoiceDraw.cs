namespace Bakeoff.Audio.Augmentation;

/// <summary>To whom an altered copy of a recording belongs.</summary>
public enum VoiceDraw
{
    /// <summary>Every copy of every recording is another voice: pitch and formants are drawn anew, independently of each other.</summary>
    EachClip,

    /// <summary>
    /// The n-th copies of all recordings are one other speaker. Pitch and formants move together, as they do between people: a shorter vocal tract goes with
    /// a higher voice. The voices step evenly through the limits, one down and one up at a time. Tempo and level are still drawn for each recording.
    /// </summary>
    EachCopy,
}
