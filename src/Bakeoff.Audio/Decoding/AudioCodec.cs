namespace Bakeoff.Audio.Decoding;

/// <summary>A compressed format that another assembly decodes; see <see cref="AudioCodecs"/>.</summary>
public sealed record AudioCodec
{
    /// <summary>Name of the format in messages, such as <c>MP3</c>.</summary>
    public required string Format { get; init; }

    /// <summary>True if a recording in this format begins at the given byte of the file. Must read little of it.</summary>
    public required Func<RecordingBytes, long, bool> Recognises { get; init; }

    /// <summary>
    /// Reads the header of the recording at a byte of the file; the last argument is the recording's name for messages. Throws
    /// <see cref="AudioFormatException"/>.
    /// </summary>
    public required Func<RecordingBytes, long, string, CompressedSound> Open { get; init; }
}

/// <summary>A compressed recording, opened.</summary>
/// <param name="Info">Its header; the sample count is 0 where nothing states it before the end is decoded.</param>
/// <param name="Decoder">Library and version that decide its samples, such as <c>NLayer 3.0.1</c>.</param>
/// <param name="Blocks">
/// Its samples from the first to the last, interleaved, a block of whole sample frames at a time; a block is valid until the next.
/// Enumerated again, they begin again. Throws <see cref="AudioFormatException"/> where the recording is damaged.
/// </param>
public sealed record CompressedSound(AudioInfo Info, string Decoder, IEnumerable<ReadOnlyMemory<float>> Blocks);
