using Bakeoff.Reports.Graphics;
using SkiaSharp;

namespace Bakeoff.Pictures.Skia;

/// <summary>Writes a drawing as PDF: one page of its size, text that can be searched, no times.</summary>
internal static class PdfFile
{
    private const double PointsPerInch = 72;

    // The page's size is rounded to these steps.
    private const int PageStepsPerInch = 300;
    private const int Lossless = 101;

    public static byte[] Create(Drawing drawing)
    {
        var texts = drawing.Marks.OfType<TextMark>().ToLookup(text => text.IsBold, text => text.Text);
        using var regular = EmbeddedFont.Regular.Subset(texts[false]);
        using var bold = EmbeddedFont.Bold.Subset(texts[true]);
        using var file = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = drawing.Title,
            Subject = drawing.Description,
            EncodingQuality = Lossless,
            RasterDpi = PageStepsPerInch,
        };
        using (var document = SKDocument.CreatePdf(file, metadata))
        {
            const float Scale = (float)(PointsPerInch / Picture.PixelsPerInch);
            var canvas = document.BeginPage((float)drawing.Width * Scale, (float)drawing.Height * Scale);
            canvas.Scale(Scale);
            new Painter(canvas, regular, bold).Paint(drawing);
            document.EndPage();
            document.Close();
        }

        return file.ToArray();
    }
}
