using System.Buffers.Binary;

namespace Bakeoff.Reports.Graphics;

/// <summary>A small deterministic deflate: greedy matches of the last occurrence, fixed Huffman codes.</summary>
/// <remarks>Source: RFC 1951 section 3.2.6 (fixed codes) and RFC 1950 (zlib frame). Chosen for size of code, not of output.</remarks>
internal static class Deflate
{
    private const int MinMatch = 3;
    private const int MaxMatch = 258;
    private const int Window = 32768;

    private static readonly int[] LengthBase =
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ];
    private static readonly int[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBase =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];
    private static readonly int[] DistanceExtra =
    [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ];

    /// <summary>Compresses bytes into a zlib stream.</summary>
    public static byte[] CompressZlib(ReadOnlySpan<byte> data)
    {
        var bits = new BitWriter();
        bits.Write(0x78, 8);
        bits.Write(0x01, 8);
        bits.Write(1, 1);
        bits.Write(1, 2);
        WriteSymbols(bits, data);
        WriteLiteralOrLength(bits, 256);
        bits.Flush();
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Adler32(data));
        return [.. bits.Bytes, .. checksum];
    }

    private static void WriteSymbols(BitWriter bits, ReadOnlySpan<byte> data)
    {
        var last = new Dictionary<int, int>();
        for (var i = 0; i < data.Length;)
        {
            var length = 0;
            var distance = 0;
            if (i + MinMatch <= data.Length)
            {
                var key = data[i] | (data[i + 1] << 8) | (data[i + 2] << 16);
                if (last.TryGetValue(key, out var previous) && i - previous <= Window)
                {
                    distance = i - previous;
                    while (length < MaxMatch && i + length < data.Length && data[previous + length] == data[i + length])
                    {
                        length++;
                    }
                }

                last[key] = i;
            }

            if (length >= MinMatch)
            {
                WriteMatch(bits, length, distance);
                i += length;
            }
            else
            {
                WriteLiteralOrLength(bits, data[i++]);
            }
        }
    }

    private static void WriteMatch(BitWriter bits, int length, int distance)
    {
        var lengthCode = IndexOf(LengthBase, length);
        WriteLiteralOrLength(bits, 257 + lengthCode);
        bits.Write(length - LengthBase[lengthCode], LengthExtra[lengthCode]);
        var distanceCode = IndexOf(DistanceBase, distance);
        bits.WriteCode(distanceCode, 5);
        bits.Write(distance - DistanceBase[distanceCode], DistanceExtra[distanceCode]);
    }

    private static void WriteLiteralOrLength(BitWriter bits, int symbol)
    {
        switch (symbol)
        {
            case < 144: bits.WriteCode(0x30 + symbol, 8); break;
            case < 256: bits.WriteCode(0x190 + symbol - 144, 9); break;
            case < 280: bits.WriteCode(symbol - 256, 7); break;
            default: bits.WriteCode(0xC0 + symbol - 280, 8); break;
        }
    }

    private static int IndexOf(int[] bases, int value)
    {
        var index = Array.BinarySearch(bases, value);
        return index >= 0 ? index : ~index - 1;
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }
}
