namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>
/// The two checksums of a frame: CRC-8 (x^8 + x^2 + x + 1) over its header, CRC-16 (x^16 + x^15 + x^2 + 1) over all of it, both starting at
/// 0.
/// </summary>
internal static class FlacChecksums
{
    private static readonly byte[] Table8 = [.. Enumerable.Range(0, 256).Select(value => (byte)Shift(value, 0x07, width: 8))];
    private static readonly ushort[] Table16 = [.. Enumerable.Range(0, 256).Select(value => (ushort)Shift(value << 8, 0x8005, width: 16))];

    /// <summary>Checksum of a frame's header without the checksum itself.</summary>
    public static byte Crc8(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0;
        foreach (var value in bytes)
        {
            crc = Table8[crc ^ value];
        }

        return crc;
    }

    /// <summary>Checksum of a frame without the checksum itself, stretch by stretch.</summary>
    /// <param name="bytes">The next stretch.</param>
    /// <param name="crc">Checksum of those before; 0 for the first.</param>
    public static ushort Crc16(ReadOnlySpan<byte> bytes, ushort crc = 0)
    {
        foreach (var value in bytes)
        {
            crc = (ushort)((crc << 8) ^ Table16[(crc >> 8) ^ value]);
        }

        return crc;
    }

    /// <summary>Remainder of one byte, already at the top of the register.</summary>
    private static int Shift(int register, int polynomial, int width)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            var carry = (register >> (width - 1)) & 1;
            register = (register << 1) ^ (carry * polynomial);
        }

        return register & ((1 << width) - 1);
    }
}
