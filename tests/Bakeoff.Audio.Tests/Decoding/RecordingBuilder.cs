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
        var align = blockAlign ?? channels * ((bits + 7) / 8);
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
            .. Number32(sampleFrames ?? (uint)((data.Length - offset) / (channels * ((bits + 7) / 8))), true),
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

    /// <summary>An AU file, big-endian.</summary>
    public static byte[] Au(byte[] data, uint code = 3, uint? declared = null, int rateHz = 16000) =>
        [
            .. ".snd"u8,
            .. Number32(28, true),
            .. Number32(declared ?? (uint)data.Length, true),
            .. Number32(code, true),
            .. Number32((uint)rateHz, true),
            .. Number32(1, true),
            .. new byte[4],
            .. data,
        ];

    /// <summary>A Wave64 file of mono 16-bit PCM.</summary>
    public static byte[] Wave64(byte[] data, int rateHz = 16000)
    {
        byte[] rest = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
        byte[] riff = [.. "riff"u8, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];
        return
        [
            .. riff,
            .. BitConverter.GetBytes(104L + data.Length),
            .. "wave"u8,
            .. rest,
            .. "fmt "u8,
            .. rest,
            .. BitConverter.GetBytes(40L),
            .. Format(Pcm, 1, rateHz, 16),
            .. "data"u8,
            .. rest,
            .. BitConverter.GetBytes(24L + data.Length),
            .. data,
        ];
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
