using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>A recording cannot be read: what is wrong, at which byte, which rule it breaks and what to do next.</summary>
/// <remarks>The message is complete for a person: <c>name: what is actual value, expected rule. Next step.</c></remarks>
public sealed class AudioFormatException : BakeoffException
{
    /// <summary>Creates the exception for one place in one recording.</summary>
    /// <param name="path">Name of the recording as the caller knows it.</param>
    /// <param name="byteOffset">Byte at which the offending field or sample begins; 0 for the file as a whole.</param>
    /// <param name="problem">What was found, the rule, and the next step; whole sentences in the invariant culture.</param>
    public AudioFormatException(string path, long byteOffset, string problem)
        : base(new ErrorDetails(problem) { Where = path })
    {
        Path = path;
        ByteOffset = byteOffset;
    }

    /// <summary>Name of the recording as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Byte at which the offending field or sample begins; 0 for the file as a whole.</summary>
    public long ByteOffset { get; }
}
