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
    public static bool IsFlac(ReadOnlySpan<byte> head) => head.StartsWith("fLaC"u8);

    /// <summary>Reads STREAMINFO, which comes first, and steps over all other blocks.</summary>
    public static FlacStreamInfo Read(RecordingBytes file, long start, string name)
    {
        var offset = start + MarkerBytes;
        var (type, length, isLast) = ReadBlockHeader(file, name, offset);
        if (type != StreamInfoType || length != StreamInfoBytes)
        {
            throw SampleLayoutRules.Broken(
                name, offset, $"first metadata block at byte {offset}",
                $"of type {type} with {length} bytes", $"STREAMINFO (type {StreamInfoType}, {StreamInfoBytes} bytes)");
        }

        var content = file.View(offset + BlockHeaderBytes, StreamInfoBytes).ToArray();
        offset += BlockHeaderBytes + length;
        while (!isLast)
        {
            (_, length, isLast) = ReadBlockHeader(file, name, offset);
            offset += BlockHeaderBytes + length;
        }

        return ReadStreamInfo(content, start, name, offset);
    }

    private static FlacStreamInfo ReadStreamInfo(ReadOnlySpan<byte> content, long start, string name, long firstFrameOffset)
    {
        // 20 bits rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples: eight bytes from byte 10 of the block.
        var fieldsOffset = start + MarkerBytes + BlockHeaderBytes + 10;
        var fields = BinaryPrimitives.ReadUInt64BigEndian(content[10..]);
        var rateHz = SampleLayoutRules.CheckSampleRate(name, fieldsOffset, fields >> 44);
        var channels = (int)((fields >> 41) & 0x7) + 1;
        var bits = (int)((fields >> 36) & 0x1F) + 1;
        if (bits < LeastBits)
        {
            throw SampleLayoutRules.Broken(
                name, fieldsOffset + 2, $"number of bits per sample at byte {fieldsOffset + 2}", $"{bits}", $"{LeastBits} to 32");
        }

        return new FlacStreamInfo(rateHz, channels, bits, (long)(fields & 0xF_FFFF_FFFF), content[18..].ToArray(), start, firstFrameOffset);
    }

    private static (int Type, int Length, bool IsLast) ReadBlockHeader(RecordingBytes file, string name, long offset)
    {
        var header = file.View(offset, BlockHeaderBytes);
        var present = file.Length - offset;
        var length = header.Length < BlockHeaderBytes ? 0 : (header[1] << 16) | (header[2] << 8) | header[3];
        if (header.Length < BlockHeaderBytes || present < BlockHeaderBytes + length)
        {
            throw SampleLayoutRules.Broken(
                name, offset, $"metadata block at byte {offset} declares {{value}} bytes",
                $"{length}", $"at most the {Math.Max(0, present - BlockHeaderBytes)} left in the truncated file");
        }

        return (header[0] & 0x7F, length, (header[0] & 0x80) != 0);
    }
}
