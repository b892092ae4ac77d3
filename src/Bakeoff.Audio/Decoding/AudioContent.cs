using System.Buffers.Binary;
using Bakeoff.Audio.Decoding.Aiff;
using Bakeoff.Audio.Decoding.Au;
using Bakeoff.Audio.Decoding.Flac;
using Bakeoff.Audio.Decoding.Wav;
using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>Recognises a recording by its content and opens the decoder for it.</summary>
internal static class AudioContent
{
    /// <summary>Bytes that tell a format of this assembly.</summary>
    public const int MarkerBytes = 40;

    private static readonly string[] OwnFormats = ["WAV", "AIFF", "FLAC", "AU", "Wave64"];

    private const int TagHeaderBytes = 10;
    private const int TagHasFooter = 0x10;

    /// <summary>Formats that can be read, for messages.</summary>
    public static string Formats
    {
        get
        {
            string[] names = [.. OwnFormats, .. AudioCodecs.Registered.Select(static codec => codec.Format)];
            return $"{string.Join(", ", names[..^1])} or {names[^1]}";
        }
    }

    /// <summary>True if the file is in a format that can be read.</summary>
    public static bool IsRecognised(RecordingBytes file)
    {
        var start = FindStart(file);
        return Recognise(file.View(start, MarkerBytes)) is not null || AudioCodecs.Find(file, start) is not null;
    }

    /// <summary>True if a file begins with the marker of a format of this assembly.</summary>
    public static bool IsOwn(RecordingBytes file) => Recognise(file.View(0, MarkerBytes)) is not null;

    /// <summary>The compressed format of a file; null where it is in another.</summary>
    public static AudioCodec? FindCodec(RecordingBytes file)
    {
        var start = FindStart(file);
        return Recognise(file.View(start, MarkerBytes)) is null ? AudioCodecs.Find(file, start) : null;
    }

    /// <summary>Reads the header and opens the samples.</summary>
    /// <exception cref="AudioFormatException">The header cannot be read, or the sound is longer than allowed.</exception>
    public static SampleReader OpenSamples(RecordingBytes file, string name, double maxSeconds)
    {
        if (file.Length == 0)
        {
            throw new AudioFormatException(
                name,
                0,
                new ErrorDetails("file") { Value = "empty (0 bytes)", Rule = $"a {Formats} recording" });
        }

        var start = FindStart(file);
        var container = Recognise(file.View(start, MarkerBytes));
        if (container == AudioContainer.Flac)
        {
            return new FlacDecoder(file, FlacHeader.Read(file, start, name), name, maxSeconds);
        }

        if (container is null && AudioCodecs.Find(file, start) is { } codec)
        {
            return new CompressedReader(codec.Open(file, start, name), name, maxSeconds);
        }

        var layout = container switch
        {
            AudioContainer.Wav or AudioContainer.WavBigEndian => WavHeader.Read(file, start, name),
            AudioContainer.Wave64 => Wave64Header.Read(file, start, name),
            AudioContainer.Aiff or AudioContainer.AiffC => AiffHeader.Read(file, start, name),
            AudioContainer.Au => AuHeader.Read(file, start, name),
            _ => throw Unrecognised(file, start, name),
        };
        return layout.Info.DurationSeconds <= maxSeconds
            ? new PcmReader(file, layout, name)
            : throw SampleLayoutRules.TooLong(name, maxSeconds);
    }

    /// <summary>The byte behind any ID3v2 tags.</summary>
    private static long FindStart(RecordingBytes file)
    {
        var start = 0L;
        while (TagLength(file.View(start, TagHeaderBytes)) is > 0 and var length)
        {
            start += length;
        }

        return start;
    }

    private static AudioContainer? Recognise(ReadOnlySpan<byte> head) =>
        FlacHeader.IsFlac(head) ? AudioContainer.Flac
        : WavHeader.IsWav(head)
            ? head.StartsWith("RIFX"u8) ? AudioContainer.WavBigEndian
                : AudioContainer.Wav
        : AiffHeader.IsAiff(head)
            ? head.Slice(8, 4).SequenceEqual("AIFC"u8) ? AudioContainer.AiffC
                : AudioContainer.Aiff
        : Wave64Header.IsWave64(head) ? AudioContainer.Wave64
        : AuHeader.IsAu(head) ? AudioContainer.Au
        : null;

    /// <summary>Length of an ID3v2 tag with its header; 0 where there is none.</summary>
    private static long TagLength(ReadOnlySpan<byte> head)
    {
        // Four bytes of seven bits; a byte with its highest bit set is no length.
        if (
            head.Length < TagHeaderBytes
            || !head.StartsWith("ID3"u8)
            || (BinaryPrimitives.ReadUInt32BigEndian(head[6..]) & 0x80808080) != 0)
        {
            return 0;
        }

        var length = (head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9];
        return TagHeaderBytes + length + ((head[5] & TagHasFooter) == 0 ? 0 : TagHeaderBytes);
    }

    private static AudioFormatException Unrecognised(RecordingBytes file, long start, string name)
    {
        var guess = ContentGuess.Find(file.View(start, ContentGuess.Bytes), isTagged: start > 0);
        return new AudioFormatException(
            name,
            start,
            new ErrorDetails("content {value}")
            {
                Value = guess is { } known ? $"looks like {known.Name}" : ContentGuess.DescribeBytes(file.View(start, 8)),
                Rule = $"{Formats} at byte {FormattableString.Invariant($"{start}")}",
                NextStep = guess is { IsAudio: true } ? "Convert it to 16-bit WAV first." : null,
            });
    }
}
