namespace Bakeoff.Audio.Features;

/// <summary>A stretch of a clip that is summarised on its own.</summary>
public enum ClipPart
{
    /// <summary>All frames.</summary>
    Whole,

    /// <summary>The frames before the middle.</summary>
    FirstHalf,

    /// <summary>
    /// The frames from the middle on. In declarative sentences the main accent and the boundary tone, which carry most of an attitude, lie
    /// here.
    /// </summary>
    SecondHalf,
}
