using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Reads the metadata blocks of a FLAC file. Variants: see the README of this folder.</summary>
internal static class FlacHeader
{
    private const int MarkerBytes = 4;
    private const int BlockHeaderBytes = 4;
    private const int StreamInfoBytes = 34;
    private const int StreamInfoType = 0;
    private const int LeastBits = 4;

    /// <summary>True if the first bytes are those of a FLAC file.</summary>
    public static bool IsFlac(ReadOnlySpan<byte> file) => file.StartsWith("fLaC"u8);

    /// <summary>Reads STREAMINFO, which comes first, and steps over all other blocks.</summary>
    public static FlacStreamInfo Read(ReadOnlySpan<byte> file, string name)
    {
        var offset = MarkerBytes;
        var (type, length, isLast) = ReadBlockHeader(file, name, offset);
        if (type != StreamInfoType || length != StreamInfoBytes)
        {
            throw SampleLayoutRules.Broken(
                name, offset, $"first metadata block at byte {offset}",
                $"of type {type} with {length} bytes", $"STREAMINFO (type {StreamInfoType}, {StreamInfoBytes} bytes)");
        }

        var content = file.Slice(offset + BlockHeaderBytes, StreamInfoBytes);
        offset += BlockHeaderBytes + length;
        while (!isLast)
        {
            (_, length, isLast) = ReadBlockHeader(file, name, offset);
            offset += BlockHeaderBytes + length;
        }

        return ReadStreamInfo(content, name, offset);
    }

    private static FlacStreamInfo ReadStreamInfo(ReadOnlySpan<byte> content, string name, int firstFrameOffset)
    {
        // 20 bits rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples: eight bytes from byte 10 of the block.
        const int fieldsOffset = MarkerBytes + BlockHeaderBytes + 10;
        var fields = BinaryPrimitives.ReadUInt64BigEndian(content[10..]);
        var rateHz = SampleLayoutRules.CheckSampleRate(name, fieldsOffset, fields >> 44);
        var channels = (int)((fields >> 41) & 0x7) + 1;
        var bits = (int)((fields >> 36) & 0x1F) + 1;
        if (bits < LeastBits)
        {
            throw SampleLayoutRules.Broken(
                name, fieldsOffset + 2, $"number of bits per sample at byte {fieldsOffset + 2}", $"{bits}", $"{LeastBits} to 32");
        }

        return new FlacStreamInfo(rateHz, channels, bits, (long)(fields & 0xF_FFFF_FFFF), content[18..].ToArray(), firstFrameOffset);
    }

    private static (int Type, int Length, bool IsLast) ReadBlockHeader(ReadOnlySpan<byte> file, string name, int offset)
    {
        var present = file.Length - offset;
        var length = present < BlockHeaderBytes ? 0 : (file[offset + 1] << 16) | (file[offset + 2] << 8) | file[offset + 3];
        if (present < BlockHeaderBytes + length)
        {
            throw SampleLayoutRules.Broken(
                name, offset, $"metadata block at byte {offset} declares {{value}} bytes",
                $"{length}", $"at most the {Math.Max(0, present - BlockHeaderBytes)} left in the truncated file");
        }

        return (file[offset] & 0x7F, length, (file[offset] & 0x80) != 0);
    }
}
