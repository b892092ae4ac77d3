namespace Bakeoff.Corpora.Acquisition;

/// <summary>The checksum of zip archives: CRC-32 of ISO 3309, reflected, eight bytes a step.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = MakeTable();
    private uint _state = uint.MaxValue;

    /// <summary>Checksum of everything appended so far.</summary>
    public uint Value => ~_state;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        var crc = _state;
        var table = Table;
        while (data.Length >= 8)
        {
            var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[1792 + (low & 0xFF)] ^ table[1536 + ((low >> 8) & 0xFF)] ^ table[1280 + ((low >> 16) & 0xFF)] ^ table[1024 + (low >> 24)]
                ^ table[768 + (high & 0xFF)] ^ table[512 + ((high >> 8) & 0xFF)] ^ table[256 + ((high >> 16) & 0xFF)] ^ table[high >> 24];
            data = data[8..];
        }

        foreach (var value in data)
        {
            crc = table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        _state = crc;
    }

    // Row r holds the effect of a byte that is followed by r more bytes.
    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
        {
            table[i] = table[table[i - 256] & 0xFF] ^ (table[i - 256] >> 8);
        }

        return table;
    }
}
