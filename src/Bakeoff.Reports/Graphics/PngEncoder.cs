using System.Buffers.Binary;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes palette images as PNG, byte for byte the same on every machine.</summary>
/// <remarks>
/// Own encoder because the platform's deflate gives other bytes with another zlib. Source: W3C PNG specification (third edition), RFC 1950
/// and RFC 1951. Variant: one IDAT chunk, filter type 0 on each row, compressed by <see cref="Deflate"/>.
/// </remarks>
internal static class PngEncoder
{
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
        png.Write(PngChunk.Create("IHDR"u8, header));
        png.Write(PngChunk.Create("PLTE"u8, palette));
        if (alphas.Length > 0)
        {
            png.Write(PngChunk.Create("tRNS"u8, alphas));
        }

        png.Write(PngChunk.Create("IDAT"u8, Deflate.CompressZlib(rows)));
        png.Write(PngChunk.Create("IEND"u8, []));
        return png.ToArray();
    }
}
