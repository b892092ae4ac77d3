using System.Buffers.Binary;
using Bakeoff.Reports.Graphics;
using SkiaSharp;

namespace Bakeoff.Pictures.Skia;

/// <summary>Writes a drawing as PNG with its resolution and without times or names.</summary>
internal static class PngFile
{
    // Signature and the IHDR chunk, which comes first.
    private const int HeaderLength = 8 + 25;
    private const double MetresPerInch = 0.0254;

    public static byte[] Create(Drawing drawing, int width, int height, double dotsPerInch)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Scale((float)(dotsPerInch / Picture.PixelsPerInch));
            new Painter(canvas, EmbeddedFont.Regular.Typeface, EmbeddedFont.Bold.Typeface).Paint(drawing);
        }

        using var pixels = bitmap.PeekPixels() ?? throw new InvalidOperationException("The bitmap has no pixels.");
        using var png =
            pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, zLibLevel: 1))
            ?? throw new InvalidOperationException("The bitmap cannot be encoded.");
        var file = png.AsSpan();
        return [.. file[..HeaderLength], .. Resolution(dotsPerInch), .. file[HeaderLength..]];
    }

    /// <summary>A pHYs chunk, from which word processors and LaTeX take the size on paper.</summary>
    private static byte[] Resolution(double dotsPerInch)
    {
        var dotsPerMetre = (uint)Math.Round(dotsPerInch / MetresPerInch, MidpointRounding.AwayFromZero);
        var chunk = new byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, dotsPerMetre);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), dotsPerMetre);
        chunk[8] = 1;
        return PngChunk.Create("pHYs"u8, chunk);
    }
}
