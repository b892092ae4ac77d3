namespace Bakeoff.Audio.Decoding;

/// <summary>
/// Reads WAV, AIFF, FLAC, AU and Wave64 recordings held in memory, and the compressed formats in <see cref="AudioCodecs"/>. The format is
/// recognised by the content, never by the extension.
/// </summary>
/// <remarks>
/// Checked against libsndfile's scaling (integers over their full scale). Nothing is allocated before the sizes in the header have been
/// compared with the size of the file, and memory for FLAC and compressed formats grows with what was decoded, so that a false header cannot exhaust memory.
/// Long recordings are read block by block with <see cref="AudioReader"/>. Thread-safe.
/// </remarks>
public static class AudioDecoder
{
    /// <summary>Extensions that recordings in these formats usually have, in lower case with their dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".au", ".snd", ".w64", ".rf64", ".mp3", ".ogg", ".oga", ".opus"];

    /// <summary>True for a path with one of the <see cref="Extensions"/>, in either case.</summary>
    /// <param name="path">A path or file name; nothing is opened.</param>
    public static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Decodes a whole recording.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages, usually the path as the user knows it.</param>
    /// <param name="maxSeconds">Longer sound is refused before memory is taken for it; default any length.</param>
    /// <returns>Samples of all channels, interleaved; at least one.</returns>
    /// <exception cref="AudioFormatException">
    /// The file is empty, in another format, truncated, of an unsupported encoding, contradicts itself, is longer than allowed, or has a
    /// NaN
    /// or infinite sample.
    /// </exception>
    public static AudioSignal Decode(ReadOnlyMemory<byte> file, string name, double maxSeconds = double.PositiveInfinity)
    {
        using var reader = AudioReader.Open(file, name, maxSeconds);
        return reader.ReadToEnd();
    }

    /// <summary>Reads and checks the header only; the cost does not depend on the length of the recording.</summary>
    /// <param name="file">All bytes of the file; its length is compared with what the header declares.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="AudioFormatException">As for <see cref="Decode"/>, except for errors in the samples.</exception>
    public static AudioInfo ReadInfo(ReadOnlyMemory<byte> file, string name)
    {
        using var reader = AudioReader.Open(file, name);
        return reader.Info;
    }

    /// <summary>True if the first bytes are those of a format that can be read, whole or damaged.</summary>
    public static bool IsRecognised(ReadOnlyMemory<byte> file)
    {
        using var bytes = new RecordingBytes(file);
        return AudioContent.IsRecognised(bytes);
    }
}
