using System.Buffers.Binary;

namespace Bakeoff.Reports.Graphics;

/// <summary>The parts that a PNG file consists of. Source: W3C PNG specification (third edition).</summary>
public static class PngChunk
{
    private const int LengthAndType = 8;
    private const int Checksum = 4;

    private static readonly uint[] CrcTable = BuildCrcTable();

    /// <summary>Creates a part: length, type, data and CRC-32.</summary>
    /// <param name="type">Four letters.</param>
    /// <param name="data">Content; may be empty.</param>
    public static byte[] Create(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[LengthAndType + data.Length + Checksum];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(LengthAndType));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(LengthAndType + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] BuildCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
