using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>A recording cannot be read.</summary>
/// <remarks>
/// States what is wrong, at which byte, and the rule that it breaks. The source of the recording, and so the remedy, is known to the caller
/// only.
/// </remarks>
public sealed class AudioFormatException : BakeoffException
{
    /// <summary>Creates the exception for one place in one recording.</summary>
    /// <param name="path">Name of the recording as the caller knows it.</param>
    /// <param name="byteOffset">Byte at which the offending field or sample begins; 0 for the file as a whole.</param>
    /// <param name="details">What is wrong, its value and the rule; the place is set to <paramref name="path"/>.</param>
    public AudioFormatException(string path, long byteOffset, ErrorDetails details)
        : base((details ?? throw new ArgumentNullException(nameof(details))) with { Where = path })
    {
        Path = path;
        ByteOffset = byteOffset;
    }

    /// <summary>Name of the recording as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Byte at which the offending field or sample begins; 0 for the file as a whole.</summary>
    public long ByteOffset { get; }
}
