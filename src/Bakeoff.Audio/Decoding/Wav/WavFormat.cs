using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Wav;

/// <summary>The checked content of a 'fmt ' chunk.</summary>
internal sealed record WavFormat(SampleEncoding Encoding, int ChannelCount, int SampleRateHz, bool IsBigEndian)
{
    /// <summary>Bytes of the longest form that is read.</summary>
    public const int MostBytes = ExtensibleBytes;

    private const int Pcm = 1;
    private const int IeeeFloat = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;
    private const int ExtensibleBytes = 40;

    /// <summary>Bytes of one sample of all channels.</summary>
    public int FrameBytes => ChannelCount * SampleLayout.BytesPerSample(Encoding);

    /// <summary>Reads and checks the fields; every field must agree with the others.</summary>
    public static WavFormat Read(ReadOnlySpan<byte> content, long offset, string name, bool isBigEndian)
    {
        int Field16(ReadOnlySpan<byte> bytes, int at) =>
            isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        uint Field32(ReadOnlySpan<byte> bytes, int at) =>
            isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

        var tag = Field16(content, 0);
        var tagOffset = offset;
        if (tag == Extensible)
        {
            if (content.Length < ExtensibleBytes)
            {
                throw SampleLayoutRules.Broken(
                    name,
                    offset,
                    $"'fmt ' content at byte {offset} has {{value}} bytes",
                    $"{content.Length}",
                    $"{ExtensibleBytes} for the extensible format");
            }

            var (container, valid) = (Field16(content, 14), Field16(content, 18));
            if (valid > container)
            {
                throw SampleLayoutRules.Broken(
                    name,
                    offset + 18,
                    $"number of valid bits at byte {offset + 18}",
                    $"{valid}",
                    $"at most the {container} bits of a sample");
            }

            // The sub-format is a GUID whose first two bytes are the plain format tag.
            tag = Field16(content, 24);
            tagOffset = offset + 24;
        }

        var channels = SampleLayoutRules.CheckChannelCount(name, offset + 2, Field16(content, 2));
        var rateHz = SampleLayoutRules.CheckSampleRate(name, offset + 4, Field32(content, 4));
        var bits = Field16(content, 14);
        var blockAlign = Field16(content, 12);
        var encoding = FindEncoding(tag, bits, blockAlign / channels) ?? throw Unsupported(name, tagOffset, tag, bits);
        var format = new WavFormat(encoding, channels, rateHz, isBigEndian);
        if (blockAlign != format.FrameBytes)
        {
            throw SampleLayoutRules.Broken(
                name,
                offset + 12,
                $"block align at byte {offset + 12}",
                $"{blockAlign}",
                $"{format.FrameBytes} ({channels} channels x {bits} bits)");
        }

        return format;
    }

    /// <summary>The storage; PCM of other than whole bytes fills the highest bits of a sample, whose bytes follow from the block.</summary>
    private static SampleEncoding? FindEncoding(int tag, int bits, int blockBytes) =>
        (tag, bits) switch
        {
            (Pcm, >= 1 and <= 32) => (bits % 8 == 0 ? bits / 8 : Math.Max(blockBytes, (bits + 7) / 8)) switch
            {
                1 => SampleEncoding.Unsigned8,
                2 => SampleEncoding.Signed16,
                3 => SampleEncoding.Signed24,
                4 => SampleEncoding.Signed32,
                _ => null,
            },
            (IeeeFloat, 32) => SampleEncoding.Float32,
            (IeeeFloat, 64) => SampleEncoding.Float64,
            (ALaw, 8) => SampleEncoding.ALaw,
            (MuLaw, 8) => SampleEncoding.MuLaw,
            _ => null,
        };

    private static AudioFormatException Unsupported(string name, long offset, int tag, int bits)
    {
        var named = tag switch
        {
            Pcm => "PCM",
            IeeeFloat => "IEEE float",
            0x0002 or 0x0011 => "ADPCM",
            ALaw => "A-law",
            MuLaw => "mu-law",
            0x0031 => "GSM 6.10",
            0x0040 => "G.721 ADPCM",
            0x0050 => "MPEG audio",
            0x0055 => "MP3",
            0x00FF or 0x1600 or 0x1610 => "AAC",
            0x0161 or 0x0162 => "WMA",
            _ => "unknown",
        };
        return SampleLayoutRules.Broken(
            name,
            offset,
            $"encoding at byte {offset}",
            $"{named} (tag {tag}) with {bits} bits",
            $"PCM of 1 to 32 bits, IEEE float of 32 or 64, A-law or mu-law of 8",
            "Convert it to 16-bit WAV first.");
    }
}
