namespace Bakeoff.Codecs.Ogg;

/// <summary>Checksum of a page: polynomial 0x04C11DB7, highest bit first, begun with 0, its own four bytes counting as 0.</summary>
internal static class OggChecksum
{
    private const uint Polynomial = 0x04C1_1DB7;
    private const int Offset = 22;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static value => Shift((uint)value << 24))];

    /// <summary>The checksum that a page states.</summary>
    public static uint StatedIn(ReadOnlySpan<byte> page) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(page[Offset..]);

    /// <summary>The checksum of a page.</summary>
    public static uint Of(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        for (var i = 0; i < page.Length; i++)
        {
            var value = i is >= Offset and < Offset + 4 ? (byte)0 : page[i];
            crc = (crc << 8) ^ Table[(crc >> 24) ^ value];
        }

        return crc;
    }

    private static uint Shift(uint register)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            register = (register << 1) ^ ((register & 0x8000_0000) != 0 ? Polynomial : 0);
        }

        return register;
    }
}
