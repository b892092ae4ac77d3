namespace Bakeoff.Audio.Decoding;

/// <summary>Cyclic redundancy checks of recordings: FLAC, MP3 and Ogg differ in polynomial, width and the order of bits.</summary>
/// <remarks>Cost: a look-up in a table of 256 entries a byte. Thread-safe.</remarks>
public sealed class CyclicChecksum
{
    private const int Bits = 32;

    private readonly uint[] _table;
    private readonly int _unused;
    private readonly bool _isLowestFirst;

    private CyclicChecksum(uint polynomial, int width, bool isLowestFirst = false)
    {
        _isLowestFirst = isLowestFirst;
        _unused = isLowestFirst ? 0 : Bits - width;
        _table = new uint[256];
        for (var value = 0u; value < _table.Length; value++)
        {
            var register = isLowestFirst ? value : value << (Bits - 8);
            for (var bit = 0; bit < 8; bit++)
            {
                register = isLowestFirst
                    ? (register >> 1) ^ ((register & 1) * polynomial)
                    : (register << 1) ^ ((register >> (Bits - 1)) * (polynomial << _unused));
            }

            _table[value] = register;
        }
    }

    /// <summary>x^8 + x^2 + x + 1, highest bit first.</summary>
    public static CyclicChecksum Crc8 { get; } = new(0x07, 8);

    /// <summary>x^16 + x^15 + x^2 + 1, highest bit first.</summary>
    public static CyclicChecksum Crc16 { get; } = new(0x8005, 16);

    /// <summary>x^16 + x^15 + x^2 + 1, lowest bit first.</summary>
    public static CyclicChecksum Crc16LowestFirst { get; } = new(0xA001, 16, isLowestFirst: true);

    /// <summary>The polynomial 0x04C11DB7 of IEEE 802.3, highest bit first.</summary>
    public static CyclicChecksum Crc32 { get; } = new(0x04C1_1DB7, 32);

    /// <summary>Checksum of bytes, stretch by stretch.</summary>
    /// <param name="bytes">The next stretch.</param>
    /// <param name="before">Checksum of those before; for the first, what the format begins with.</param>
    public uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        // Highest bit first, the register stands at the top of the 32 bits, whatever its width.
        var (table, register) = (_table, before << _unused);
        if (_isLowestFirst)
        {
            foreach (var value in bytes)
            {
                register = (register >> 8) ^ table[(byte)(register ^ value)];
            }
        }
        else
        {
            foreach (var value in bytes)
            {
                register = (register << 8) ^ table[(byte)(register >> (Bits - 8)) ^ value];
            }
        }

        return register >> _unused;
    }
}
