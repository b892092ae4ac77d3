using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Wav;

/// <summary>The checked content of a 'fmt ' chunk.</summary>
internal sealed record WavFormat(SampleEncoding Encoding, int ChannelCount, int SampleRateHz)
{
    private const int Pcm = 1;
    private const int IeeeFloat = 3;
    private const int Extensible = 0xFFFE;
    private const int ExtensibleBytes = 40;

    /// <summary>Reads and checks the fields; every field must agree with the others.</summary>
    public static WavFormat Read(ReadOnlySpan<byte> content, int offset, string name, bool isBigEndian)
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

            // The sub-format is a GUID whose first two bytes are the plain format tag.
            tag = Field16(content, 24);
            tagOffset = offset + 24;
        }

        var channels = SampleLayoutRules.CheckChannelCount(name, offset + 2, Field16(content, 2));
        var rateHz = SampleLayoutRules.CheckSampleRate(name, offset + 4, Field32(content, 4));
        var bits = Field16(content, 14);
        var encoding = FindEncoding(tag, bits) ?? throw Unsupported(name, tagOffset, tag, bits);
        var blockAlign = Field16(content, 12);
        var frameBytes = channels * SampleLayout.BytesPerSample(encoding);
        if (blockAlign != frameBytes)
        {
            throw SampleLayoutRules.Broken(
                name,
                offset + 12,
                $"block align at byte {offset + 12}",
                $"{blockAlign}",
                $"{frameBytes} ({channels} channels x {bits} bits)");
        }

        return new WavFormat(encoding, channels, rateHz);
    }

    private static SampleEncoding? FindEncoding(int tag, int bits) =>
        (tag, bits) switch
        {
            (Pcm, 8) => SampleEncoding.Unsigned8,
            (Pcm, 16) => SampleEncoding.Signed16,
            (Pcm, 24) => SampleEncoding.Signed24,
            (Pcm, 32) => SampleEncoding.Signed32,
            (IeeeFloat, 32) => SampleEncoding.Float32,
            (IeeeFloat, 64) => SampleEncoding.Float64,
            _ => null,
        };

    private static AudioFormatException Unsupported(string name, int offset, int tag, int bits)
    {
        var named = tag switch
        {
            Pcm => "PCM",
            IeeeFloat => "IEEE float",
            0x0002 or 0x0011 => "ADPCM",
            0x0006 => "A-law",
            0x0007 => "mu-law",
            0x0031 => "GSM 6.10",
            0x0055 => "MP3",
            _ => "unknown",
        };
        return SampleLayoutRules.Broken(
            name,
            offset,
            $"encoding at byte {offset}",
            $"{named} (tag {tag}) with {bits} bits",
            $"PCM of 8, 16, 24 or 32 bits or IEEE float of 32 or 64",
            "Convert it to 16-bit WAV first.");
    }
}
