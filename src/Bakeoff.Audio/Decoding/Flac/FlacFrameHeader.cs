namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>The header of one frame.</summary>
/// <param name="BlockSize">Samples per channel, 1 to 65,535.</param>
/// <param name="Channels">Coding of the channels.</param>
/// <param name="Number">Number of the frame where all have the same size, else of its first sample.</param>
/// <param name="CountsSamples">True if <paramref name="Number"/> counts samples.</param>
internal readonly record struct FlacFrameHeader(int BlockSize, FlacChannels Channels, long Number, bool CountsSamples)
{
    private const int MostContinuationBytes = 6;

    private static readonly int[] Rates = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
    private static readonly int[] Bits = [0, 8, 12, 0, 16, 20, 24, 32];

    /// <summary>Reads the header at the reader's place and checks it against STREAMINFO and its own checksum.</summary>
    public static FlacFrameHeader Read(FlacBits bits, string name, FlacStreamInfo stream)
    {
        var start = bits.ByteOffset;
        var sync = bits.ReadUnsigned(15);
        if (sync != 0b111_1111_1111_1100)
        {
            throw SampleLayoutRules.Broken(
                name,
                start,
                $"bytes {{value}} at byte {start} begin no frame",
                $"{Convert.ToHexString(bits.FrameBytes)}",
                $"FFF8 or FFF9");
        }

        var countsSamples = bits.ReadUnsigned(1) == 1;
        var sizeCode = (int)bits.ReadUnsigned(4);
        var rateCode = (int)bits.ReadUnsigned(4);
        var channelCode = (int)bits.ReadUnsigned(4);
        var bitsCode = (int)bits.ReadUnsigned(3);
        var reserved = bits.ReadUnsigned(1);
        var number = ReadNumber(bits, name, start);
        var blockSize = ReadBlockSize(bits, sizeCode);
        var rateHz = ReadRate(bits, rateCode, stream);
        var checksum = CyclicChecksum.Crc8.Of(bits.FrameBytes);
        if (bits.ReadUnsigned(8) != checksum)
        {
            throw SampleLayoutRules.Broken(name, start, $"header of the frame at byte {start} does not have its checksum (CRC-8)");
        }

        var channelCount = channelCode < 8 ? channelCode + 1 : 2;
        var sampleBits = bitsCode == 0 ? stream.BitsPerSample : Bits[bitsCode];
        if (
            blockSize is < 1 or > ushort.MaxValue
            || channelCode > (int)FlacChannels.MidSide
            || reserved != 0
            || rateCode == 15
            || bitsCode == 3)
        {
            throw SampleLayoutRules.Broken(
                name,
                start,
                $"header of the frame at byte {start} holds a reserved code ({{value}})",
                $"block size {sizeCode}, rate {rateCode}, channels {channelCode}, bits {bitsCode}");
        }

        if (rateHz != stream.SampleRateHz || channelCount != stream.ChannelCount || sampleBits != stream.BitsPerSample)
        {
            throw SampleLayoutRules.Broken(
                name,
                start,
                $"frame at byte {start} has {{value}}",
                $"{Describe(rateHz, channelCount, sampleBits)}",
                $"{Describe(stream.SampleRateHz, stream.ChannelCount, stream.BitsPerSample)} as at the start",
                "Split the recording where it changes.");
        }

        return new FlacFrameHeader(
            blockSize,
            channelCode < 8 ? FlacChannels.Independent : (FlacChannels)channelCode,
            number,
            countsSamples);
    }

    private static string Describe(int rateHz, int channelCount, int sampleBits) =>
        FormattableString.Invariant($"{rateHz} Hz, {channelCount} channels and {sampleBits} bits");

    private static int ReadBlockSize(FlacBits bits, int code) =>
        code switch
        {
            1 => 192,
            >= 2 and <= 5 => 144 << code,
            6 => (int)bits.ReadUnsigned(8) + 1,
            7 => (int)bits.ReadUnsigned(16) + 1,
            >= 8 => 1 << code,
            _ => 0,
        };

    private static int ReadRate(FlacBits bits, int code, FlacStreamInfo stream) =>
        code switch
        {
            0 => stream.SampleRateHz,
            12 => (int)bits.ReadUnsigned(8) * 1000,
            13 => (int)bits.ReadUnsigned(16),
            14 => (int)bits.ReadUnsigned(16) * 10,
            15 => 0,
            _ => Rates[code],
        };

    /// <summary>A number of up to 36 bits, coded as UTF-8 would code it.</summary>
    private static long ReadNumber(FlacBits bits, string name, long frameOffset)
    {
        var first = (int)bits.ReadUnsigned(8);
        var ones = System.Numerics.BitOperations.LeadingZeroCount(~((uint)first << 24));
        var continuation = ones == 0 ? 0 : ones - 1;
        if (ones == 1 || continuation > MostContinuationBytes)
        {
            throw Uncoded(name, frameOffset);
        }

        // Of a first byte of seven ones nothing is left for the number.
        var number = ones == 0 ? first : first & ((1L << Math.Max(0, 7 - ones)) - 1);
        for (var i = 0; i < continuation; i++)
        {
            var next = bits.ReadUnsigned(8);
            if (next >> 6 != 0b10)
            {
                throw Uncoded(name, frameOffset);
            }

            number = (number << 6) | (long)(next & 0x3F);
        }

        return number;
    }

    private static AudioFormatException Uncoded(string name, long frameOffset) =>
        SampleLayoutRules.Broken(name, frameOffset, $"number of the frame at byte {frameOffset} is not coded as the format says");
}
