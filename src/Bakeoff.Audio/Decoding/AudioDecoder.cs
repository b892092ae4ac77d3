using Bakeoff.Audio.Decoding.Aiff;
using Bakeoff.Audio.Decoding.Flac;
using Bakeoff.Audio.Decoding.Wav;
using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>Reads WAV, AIFF and FLAC recordings held in memory. The format is recognised by the content, never by the extension.</summary>
/// <remarks>
/// Checked against libsndfile's scaling (integers over their full scale). Nothing is allocated before the sizes in the header have been
/// compared with the size of the file, and memory for FLAC grows with what was decoded, so that a false header cannot exhaust memory.
/// Thread-safe.
/// </remarks>
public static class AudioDecoder
{
    /// <summary>Extensions that recordings in these formats usually have, in lower case with their dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac"];

    /// <summary>True for a path with one of the <see cref="Extensions"/>, in either case.</summary>
    /// <param name="path">A path or file name; nothing is opened.</param>
    public static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Decodes a whole recording.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages, usually the path as the user knows it.</param>
    /// <param name="maxSeconds">Longer sound is refused before memory is taken for it; default any length.</param>
    /// <returns>Samples of all channels, interleaved; at least one.</returns>
    /// <exception cref="AudioFormatException">
    /// The file is empty, not WAV, AIFF or FLAC, truncated, of an unsupported encoding, contradicts itself, is longer than allowed, or has
    /// a NaN or infinite sample.
    /// </exception>
    public static AudioSignal Decode(ReadOnlyMemory<byte> file, string name, double maxSeconds = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FlacHeader.IsFlac(file.Span))
        {
            return FlacDecoder.Decode(file.Span, name, maxSeconds);
        }

        var layout = ReadLayout(file.Span, name);
        if (layout.Info.DurationSeconds > maxSeconds)
        {
            throw SampleLayoutRules.TooLong(name, maxSeconds);
        }

        var samples = new float[layout.Info.SampleCount * layout.Info.ChannelCount];
        SampleConverter.Convert(file.Span, layout, name, samples);
        return new AudioSignal(layout.Info.SampleRateHz, layout.Info.ChannelCount, samples);
    }

    /// <summary>Reads and checks the header only; the cost does not depend on the length of the recording.</summary>
    /// <param name="file">All bytes of the file; its length is compared with what the header declares.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="AudioFormatException">As for <see cref="Decode"/>, except for errors in the samples.</exception>
    public static AudioInfo ReadInfo(ReadOnlyMemory<byte> file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FlacHeader.IsFlac(file.Span) ? FlacHeader.Read(file.Span, name).Info : ReadLayout(file.Span, name).Info;
    }

    /// <summary>True if the first bytes are those of a format that can be read, whole or damaged.</summary>
    public static bool IsRecognised(ReadOnlySpan<byte> file) => WavHeader.IsWav(file) || AiffHeader.IsAiff(file) || FlacHeader.IsFlac(file);

    private static SampleLayout ReadLayout(ReadOnlySpan<byte> file, string name)
    {
        if (file.IsEmpty)
        {
            throw new AudioFormatException(
                name, 0, new ErrorDetails("file") { Value = "empty (0 bytes)", Rule = "a WAV, AIFF or FLAC recording" });
        }

        if (WavHeader.IsWav(file))
        {
            return WavHeader.Read(file, name);
        }

        if (AiffHeader.IsAiff(file))
        {
            return AiffHeader.Read(file, name);
        }

        throw new AudioFormatException(name, 0, new ErrorDetails("content {value}")
        {
            Value = ContentGuess.Describe(file),
            Rule = "WAV ('RIFF'...'WAVE'), AIFF ('FORM'...'AIFF') or FLAC ('fLaC') at byte 0",
            NextStep = ContentGuess.IsAudio(file) ? "Convert it to 16-bit WAV first." : null,
        });
    }
}
