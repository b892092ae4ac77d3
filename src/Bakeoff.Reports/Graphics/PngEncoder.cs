using System.Buffers.Binary;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes palette images as PNG, byte for byte the same on every machine.</summary>
/// <remarks>
/// Own encoder because the platform's deflate gives other bytes with another zlib. Source: W3C PNG specification (third edition), RFC 1950
/// and RFC 1951. Variant: one IDAT chunk, filter type 0 on each row, compressed by <see cref="Deflate"/>.
/// </remarks>
internal static class PngEncoder
{
    private static readonly uint[] CrcTable = BuildCrcTable();

    /// <summary>Encodes an image of palette indexes.</summary>
    /// <param name="width">Width in pixels, positive.</param>
    /// <param name="height">Height in pixels, positive.</param>
    /// <param name="indexes">Palette index per pixel, [height, width], top row first.</param>
    /// <param name="palette">Red, green, blue per entry, at most 256 entries.</param>
    /// <param name="alphas">Opacity per palette entry, 0..255; empty for an opaque image.</param>
    public static byte[] Encode(
        int width,
        int height,
        ReadOnlySpan<byte> indexes,
        ReadOnlySpan<byte> palette,
        ReadOnlySpan<byte> alphas = default)
    {
        if (indexes.Length != width * height)
        {
            throw new ArgumentException(
                $"The image has {indexes.Length} pixels, expected width x height = {width} x {height}.",
                nameof(indexes));
        }

        var rows = new byte[height * (width + 1)];
        for (var y = 0; y < height; y++)
        {
            indexes.Slice(y * width, width).CopyTo(rows.AsSpan((y * (width + 1)) + 1));
        }

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 3;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, palette);
        if (alphas.Length > 0)
        {
            WriteChunk(png, "tRNS"u8, alphas);
        }

        WriteChunk(png, "IDAT"u8, Deflate.CompressZlib(rows));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = Crc(Crc(0xFFFFFFFF, type), data) ^ 0xFFFFFFFF;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
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
