namespace Bakeoff.Codecs.Mpeg;

/// <summary>The two checksums of MP3 files, both of the polynomial x^16 + x^15 + x^2 + 1.</summary>
internal static class Mp3Checksums
{
    private static readonly ushort[] Forward = [.. Enumerable.Range(0, 256).Select(static value => ShiftLeft((ushort)(value << 8)))];
    private static readonly ushort[] Reflected = [.. Enumerable.Range(0, 256).Select(static value => ShiftRight((ushort)value))];

    /// <summary>Checksum of a frame: highest bit first, begun with all ones, over the end of the header and the side information.</summary>
    public static ushort OfFrame(ReadOnlySpan<byte> headerEnd, ReadOnlySpan<byte> sideInformation)
    {
        ushort crc = 0xFFFF;
        foreach (var value in headerEnd)
        {
            crc = (ushort)((crc << 8) ^ Forward[(crc >> 8) ^ value]);
        }

        foreach (var value in sideInformation)
        {
            crc = (ushort)((crc << 8) ^ Forward[(crc >> 8) ^ value]);
        }

        return crc;
    }

    /// <summary>Checksum that encoders note in their tag: lowest bit first, begun with 0.</summary>
    /// <param name="bytes">The next stretch.</param>
    /// <param name="crc">Checksum of those before; 0 for the first.</param>
    public static ushort OfTag(ReadOnlySpan<byte> bytes, ushort crc = 0)
    {
        foreach (var value in bytes)
        {
            crc = (ushort)((crc >> 8) ^ Reflected[(byte)(crc ^ value)]);
        }

        return crc;
    }

    private static ushort ShiftLeft(ushort register)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            register = (ushort)((register << 1) ^ ((register & 0x8000) != 0 ? 0x8005 : 0));
        }

        return register;
    }

    private static ushort ShiftRight(ushort register)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            register = (ushort)((register >> 1) ^ ((register & 1) != 0 ? 0xA001 : 0));
        }

        return register;
    }
}
