using Bakeoff.Audio.Decoding;
using NLayer;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>An MP3 file: its first frame, its tag, and what they say of the rest. Variants: see the README of this assembly.</summary>
internal sealed record Mp3Recording
{
    /// <summary>Samples by which a decoder of layer 3 is late, whatever the encoder.</summary>
    public const int DecoderDelay = 529;

    /// <summary>Next step where NLayer does not decode a file rightly.</summary>
    public const string Remedy = "Convert it to FLAC first: ffmpeg -i FILE.mp3 FILE.flac.";

    private const int UnsupportedRateHz = 8000;
    private const int LeastFrameBytes = 24;
    private const int MostPadding = 1 << 16;

    private Mp3Recording(RecordingBytes file, string name, Mp3Header first, Mp3Tag? tag, long soundOffset) =>
        (File, Name, First, Tag, SoundOffset) = (file, name, first, tag, soundOffset);

    /// <summary>The file.</summary>
    public RecordingBytes File { get; }

    /// <summary>Its name for messages.</summary>
    public string Name { get; }

    /// <summary>Header of the first frame.</summary>
    public Mp3Header First { get; }

    /// <summary>The encoder's tag; null for none.</summary>
    public Mp3Tag? Tag { get; }

    /// <summary>Byte of the first frame with sound.</summary>
    public long SoundOffset { get; }

    /// <summary>Decoded samples of each channel before the sound.</summary>
    public int Skipped => Tag?.Delay is { } delay ? delay + DecoderDelay : 0;

    /// <summary>Decoded samples of each channel up to the end of the sound; null where nothing states it.</summary>
    public long? End => Tag is { FrameCount: { } frames }
        ? (frames * First.SampleCount) - (Tag.Delay is null ? 0 : Math.Max(0, Tag.Padding - DecoderDelay))
        : null;

    /// <summary>True if a frame of layer 3 begins there.</summary>
    public static bool IsMp3(RecordingBytes file, long start) =>
        Mp3Header.Read(file.View(SkipPadding(file, start), Mp3Header.Bytes)) is not null;

    /// <summary>Reads the first frame.</summary>
    public static CompressedSound Open(RecordingBytes file, long start, string name)
    {
        var at = SkipPadding(file, start);
        var damage = new Damage(name);
        var header = Mp3Header.Read(file.View(at, Mp3Header.Bytes))!.Value;
        if (header.BitRateIndex == 0)
        {
            throw damage.At(at, $"bit rate of the frame at byte {at}", $"free", $"one of the format's table", Remedy);
        }

        if (header.SampleRateHz == UnsupportedRateHz)
        {
            // NLayer 3.0.1 divides short blocks at the same place for all rates; at this one it is another.
            throw damage.At(at, $"sample rate of the frame at byte {at}", $"{header.SampleRateHz} Hz", $"11025 to 48000 Hz in MP3", Remedy);
        }

        var tag = Mp3Tag.Read(file.View(at, header.FrameBytes), header, out var isDamaged);
        if (isDamaged)
        {
            throw damage.At(at, $"tag of the encoder in the frame at byte {at} does not have its checksum (CRC-16)");
        }

        var soundOffset = tag is null ? at : at + header.FrameBytes;
        var mostFrames = (file.Length - soundOffset) / LeastFrameBytes;
        if (tag?.FrameCount > mostFrames)
        {
            throw damage.At(
                at,
                $"tag of the encoder in the frame at byte {at} states {{value}} frames",
                $"{tag.FrameCount}",
                $"at most {mostFrames} in a file of {file.Length} bytes");
        }

        var recording = new Mp3Recording(file, name, header, tag, soundOffset);
        var info = new AudioInfo(
            AudioContainer.Mp3,
            SampleEncoding.Compressed,
            header.SampleRateHz,
            header.ChannelCount,
            Math.Max(0, (recording.End ?? 0) - recording.Skipped));
        return new CompressedSound(
            info,
            CompressedFormats.NameOf(typeof(MpegFrameDecoder).Assembly),
            new Mp3Blocks(recording));
    }

    // Writers of ID3 tags leave room for more, and not all of them count it to the tag.
    private static long SkipPadding(RecordingBytes file, long start)
    {
        var padding = start == 0 ? 0 : file.View(start, MostPadding).IndexOfAnyExcept((byte)0);
        return start + Math.Max(0, padding);
    }
}
