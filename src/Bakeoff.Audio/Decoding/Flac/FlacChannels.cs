namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Coding of a frame's channels, numbered as in the format.</summary>
internal enum FlacChannels
{
    /// <summary>Each channel on its own.</summary>
    Independent = 0,

    /// <summary>Left, then left - right.</summary>
    LeftSide = 8,

    /// <summary>Left - right, then right.</summary>
    SideRight = 9,

    /// <summary>Half of left + right, rounded down, then left - right, whose lowest bit gives back what the halving lost.</summary>
    MidSide = 10,
}
