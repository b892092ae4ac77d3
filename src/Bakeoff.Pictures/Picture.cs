using System.Globalization;
using System.Text;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pictures.Skia;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Pictures;

/// <summary>Writes drawings as SVG, PNG and PDF files, all three with the same layout.</summary>
/// <remarks>
/// Determinism: equal drawings give equal bytes in every run on one kind of processor, whichever fonts the machine has. SVG is the same
/// bytes on every machine. Thread-safe.
/// </remarks>
public static class Picture
{
    /// <summary>Default resolution of PNG files: two dots for each pixel of a drawing.</summary>
    public const double DefaultDotsPerInch = 192;

    /// <summary>Pixels of a drawing in an inch.</summary>
    public const double PixelsPerInch = 96;

    private const long MostDots = 100_000_000;

    /// <summary>The reason why this machine can draw neither PNG nor PDF; null if it can.</summary>
    public static PictureException? Unavailable => SkiaLibrary.Problem;

    /// <summary>The format that a file's ending names.</summary>
    /// <param name="path">Path or name that ends in <c>.svg</c>, <c>.png</c> or <c>.pdf</c>, in any case.</param>
    /// <exception cref="PictureException">It ends otherwise.</exception>
    public static PictureFormat FormatOf(string path) =>
        TryFormatOf(path, out var format)
            ? format
            : throw new PictureException(
                new ErrorDetails("the picture's path") { Value = $"'{path}'", Rule = "a path that ends in .svg, .png or .pdf" });

    /// <summary>Finds the format that a file's ending names, in any case.</summary>
    /// <returns>False if it names none.</returns>
    public static bool TryFormatOf(string path, out PictureFormat format)
    {
        var ending = Path.GetExtension(path);
        foreach (var known in Enum.GetValues<PictureFormat>())
        {
            if (string.Equals(ending, Ending(known), StringComparison.OrdinalIgnoreCase))
            {
                format = known;
                return true;
            }
        }

        format = default;
        return false;
    }

    /// <summary>The ending of a format's file names, with its dot.</summary>
    public static string Ending(PictureFormat format) =>
        format switch
        {
            PictureFormat.Svg => ".svg",
            PictureFormat.Png => ".png",
            _ => ".pdf",
        };

    /// <summary>Writes a drawing in the format that the file's ending names: whole or not at all.</summary>
    /// <param name="drawing">What to write.</param>
    /// <param name="path">File to create or replace; its folder is created.</param>
    /// <param name="dotsPerInch">Resolution of a PNG file; a drawing has 96 pixels in an inch.</param>
    /// <exception cref="PictureException">Unknown ending, too large, or no PNG and PDF on this machine.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Drawing drawing, string path, double dotsPerInch = DefaultDotsPerInch) =>
        AtomicFile.Write(path, Render(drawing, FormatOf(path), dotsPerInch));

    /// <summary>The bytes of a drawing's file.</summary>
    /// <inheritdoc cref="Write"/>
    /// <param name="drawing">What to write.</param>
    /// <param name="format">File format.</param>
    /// <param name="dotsPerInch">Resolution of a PNG file; a drawing has 96 pixels in an inch.</param>
    public static byte[] Render(Drawing drawing, PictureFormat format, double dotsPerInch = DefaultDotsPerInch)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        if (format is PictureFormat.Svg)
        {
            return Encoding.UTF8.GetBytes(drawing.ToSvg());
        }

        if (Unavailable is { } problem)
        {
            throw problem;
        }

        return format is PictureFormat.Pdf ? PdfFile.Create(drawing) : Png(drawing, dotsPerInch);
    }

    /// <summary>Characters of a drawing that the embedded font lacks, each once, in order of first use; PNG and PDF show a box for them.</summary>
    /// <exception cref="PictureException">This machine draws neither PNG nor PDF.</exception>
    public static string MissingCharacters(Drawing drawing)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        if (Unavailable is { } problem)
        {
            throw problem;
        }

        var missing = drawing
            .Marks.OfType<TextMark>()
            .SelectMany(text => text.Text.EnumerateRunes().Where(rune => !EmbeddedFont.Regular.HasGlyph(rune)))
            .Distinct();
        return string.Concat(missing);
    }

    private static byte[] Png(Drawing drawing, double dotsPerInch)
    {
        var scale = dotsPerInch / PixelsPerInch;
        var (width, height) = (Math.Ceiling(drawing.Width * scale), Math.Ceiling(drawing.Height * scale));
        return width >= 1 && height >= 1 && width * height <= MostDots
            ? PngFile.Create(drawing, (int)width, (int)height, dotsPerInch)
            : throw new PictureException(
                new ErrorDetails("the picture's size in dots")
                {
                    Value = string.Create(CultureInfo.InvariantCulture, $"{width} x {height} at {dotsPerInch} dots an inch"),
                    Rule = "1 x 1 to 100 million dots in all",
                });
    }
}
