using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Au;

/// <summary>Finds the format and the samples in a Sun or NeXT audio file. Variants: see the README of this folder.</summary>
internal static class AuHeader
{
    private const int HeaderBytes = 24;

    /// <summary>True if the first bytes are those of an AU file.</summary>
    public static bool IsAu(ReadOnlySpan<byte> head) => head.StartsWith(".snd"u8);

    /// <summary>Reads the six fields of the header.</summary>
    public static SampleLayout Read(RecordingBytes file, long start, string name)
    {
        var header = file.View(start, HeaderBytes);
        if (header.Length < HeaderBytes)
        {
            throw SampleLayoutRules.Broken(name, start, $"header has {{value}} bytes", $"{header.Length}", $"{HeaderBytes}");
        }

        var dataOffset = start + BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var declared = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        var code = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        var encoding = FindEncoding(code) ?? throw SampleLayoutRules.Broken(
            name, start + 12, $"encoding at byte {start + 12}", $"{Describe(code)}",
            $"mu-law (1), PCM of 8, 16, 24 or 32 bits (2 to 5), IEEE float of 32 or 64 (6, 7) or A-law (27)",
            "Convert it to 16-bit WAV first.");
        var rateHz = SampleLayoutRules.CheckSampleRate(name, start + 16, BinaryPrimitives.ReadUInt32BigEndian(header[16..]));
        var channels = SampleLayoutRules.CheckChannelCount(name, start + 20, BinaryPrimitives.ReadUInt32BigEndian(header[20..]));
        if (dataOffset < start + HeaderBytes || dataOffset > file.Length)
        {
            throw SampleLayoutRules.Broken(
                name, start + 4, $"offset of the first sample at byte {start + 4}", $"{dataOffset - start}",
                $"{HeaderBytes} to {file.Length - start}");
        }

        // The format itself has a number for an unknown length: all bits set.
        var present = file.Length - dataOffset;
        var sampleCount = SampleLayoutRules.CheckData(
            name, "data", start + 8, declared == uint.MaxValue ? null : declared, present,
            channels * SampleLayout.BytesPerSample(encoding));
        return new SampleLayout(new AudioInfo(AudioContainer.Au, encoding, rateHz, channels, sampleCount), IsBigEndian: true, dataOffset);
    }

    private static SampleEncoding? FindEncoding(uint code) => code switch
    {
        1 => SampleEncoding.MuLaw,
        2 => SampleEncoding.Signed8,
        3 => SampleEncoding.Signed16,
        4 => SampleEncoding.Signed24,
        5 => SampleEncoding.Signed32,
        6 => SampleEncoding.Float32,
        7 => SampleEncoding.Float64,
        27 => SampleEncoding.ALaw,
        _ => null,
    };

    private static string Describe(uint code) => code switch
    {
        23 => "G.721 ADPCM (23)",
        24 => "G.722 ADPCM (24)",
        25 or 26 => FormattableString.Invariant($"G.723 ADPCM ({code})"),
        _ => FormattableString.Invariant($"unknown ({code})"),
    };
}
