using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Audio.Tests.Decoding;

/// <summary>Writes recordings chunk by chunk, right or wrong, as tests need them.</summary>
internal static class RecordingBuilder
{
    public const int Pcm = 1;
    public const int IeeeFloat = 3;
    public const int Extensible = 0xFFFE;

    /// <summary>A WAV file of one 'fmt ' and one 'data' chunk, with chunks before and after the data on demand.</summary>
    public static byte[] Wav(
        byte[] data,
        int tag = Pcm,
        int channels = 1,
        int rateHz = 16000,
        int bits = 16,
        byte[]? before = null,
        byte[]? after = null) => Container("RIFF", "WAVE", Chunk("fmt ", Format(tag, channels, rateHz, bits)), before ?? [], Chunk("data", data), after ?? []);

    public static byte[] Container(string id, string form, params byte[][] chunks)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(form), .. chunks.SelectMany(chunk => chunk)];
        return Chunk(id, content, isBigEndian: id is "FORM" or "RIFX");
    }

    public static byte[] Chunk(string id, byte[] content, bool isBigEndian = false, uint? declared = null) =>
        [
            .. Encoding.ASCII.GetBytes(id),
            .. Number32(declared ?? (uint)content.Length, isBigEndian),
            .. content,
            .. content.Length % 2 == 1 ? new byte[1] : [],
        ];

    public static byte[] Format(int tag, int channels, long rateHz, int bits, int? blockAlign = null, bool isBigEndian = false)
    {
        var align = blockAlign ?? channels * bits / 8;
        byte[] plain =
        [
            .. Number16(tag, isBigEndian),
            .. Number16(channels, isBigEndian),
            .. Number32((uint)rateHz, isBigEndian),
            .. Number32((uint)(rateHz * align), isBigEndian),
            .. Number16(align, isBigEndian),
            .. Number16(bits, isBigEndian),
        ];
        return plain;
    }

    public static byte[] ExtensibleFormat(int subTag, int channels, int rateHz, int bits) =>
        [
            .. Format(Extensible, channels, rateHz, bits),
            .. Number16(22),
            .. Number16(bits),
            .. Number32(0),
            .. Number16(subTag),
            0x00,
            0x00,
            0x00,
            0x00,
            0x10,
            0x00,
            0x80,
            0x00,
            0x00,
            0xAA,
            0x00,
            0x38,
            0x9B,
            0x71,
        ];

    /// <summary>An AIFF or AIFF-C file.</summary>
    public static byte[] Aiff(
        byte[] data,
        int bits = 16,
        int channels = 1,
        int rateHz = 16000,
        string? compression = null,
        uint? sampleFrames = null,
        uint offset = 0)
    {
        byte[] extra = compression is null ? [] : [.. Encoding.ASCII.GetBytes(compression), 0, 0];
        byte[] common =
        [
            .. Number16(channels, true),
            .. Number32(sampleFrames ?? (uint)((data.Length - offset) / (channels * bits / 8)), true),
            .. Number16(bits, true),
            .. Extended(rateHz),
            .. extra,
        ];
        return Container(
            "FORM",
            compression is null ? "AIFF" : "AIFC",
            Chunk("COMM", common, true),
            Chunk("ANNO", [1, 2, 3], true),
            Chunk("SSND", [.. Number32(offset, true), .. Number32(0, true), .. data], true));
    }

    public static byte[] Number16(int value, bool isBigEndian = false)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return isBigEndian ? [.. bytes.Reverse()] : bytes;
    }

    public static byte[] Number32(uint value, bool isBigEndian = false)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return isBigEndian ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] Extended(int rateHz)
    {
        var mantissa = (ulong)rateHz << System.Numerics.BitOperations.LeadingZeroCount((ulong)rateHz);
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(16383 + 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)rateHz)));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), mantissa);
        return bytes;
    }
}
