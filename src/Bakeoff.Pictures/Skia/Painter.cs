using System.Globalization;
using Bakeoff.Reports.Graphics;
using SkiaSharp;

namespace Bakeoff.Pictures.Skia;

/// <summary>Paints a drawing's marks as a browser paints its SVG, in the light colours.</summary>
/// <param name="canvas">Receives the marks; its unit is the pixel of the drawing.</param>
/// <param name="regular">Font of ordinary text.</param>
/// <param name="bold">Font of bold text.</param>
internal sealed class Painter(SKCanvas canvas, SKTypeface regular, SKTypeface bold)
{
    public void Paint(Drawing drawing)
    {
        canvas.Clear(SKColor.Parse(Drawing.Background.Light));
        foreach (var mark in drawing.Marks)
        {
            Paint(mark);
        }
    }

    /// <summary>A font that measures and draws the same at every scale.</summary>
    public static SKFont Font(SKTypeface typeface, double size) =>
        new(typeface, (float)size)
        {
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
            LinearMetrics = true,
            Subpixel = true,
        };

    private static float N(double coordinate) => (float)Drawing.Place(coordinate);

    private static SKRect Place(Box box) => SKRect.Create(N(box.Left), N(box.Top), N(box.Width), N(box.Height));

    private static SKPaint Fill(Paint paint, Mark mark) =>
        new() { Color = Colour(paint, mark), IsAntialias = true, Style = SKPaintStyle.Fill };

    private static SKPaint Pen(Stroke stroke, Mark mark)
    {
        var pen = new SKPaint
        {
            Color = Colour(stroke.Paint, mark),
            IsAntialias = true,
            StrokeWidth = N(stroke.Width),
            Style = SKPaintStyle.Stroke,
        };
        if (stroke.Dashes is not null)
        {
            using var dashes = SKPathEffect.CreateDash(
                [.. stroke.Dashes.Split(' ').Select(length => float.Parse(length, CultureInfo.InvariantCulture))],
                phase: 0);
            pen.PathEffect = dashes;
        }

        return pen;
    }

    private static SKColor Colour(Paint paint, Mark mark) =>
        SKColor.Parse(paint.Light).WithAlpha((byte)Math.Round(255 * Math.Clamp(mark.Opacity, 0, 1), MidpointRounding.AwayFromZero));

    private void Paint(Mark mark)
    {
        switch (mark)
        {
            case RectangleMark rectangle:
                Rectangle(rectangle);
                break;
            case LineMark line:
                using (var pen = Pen(line.Stroke, mark))
                {
                    canvas.DrawLine(N(line.FromX), N(line.FromY), N(line.ToX), N(line.ToY), pen);
                }

                break;
            case PolylineMark polyline:
                using (var path = SKPath.ParseSvgPathData(polyline.PathData))
                using (var pen = Pen(polyline.Stroke, mark))
                {
                    pen.StrokeCap = SKStrokeCap.Round;
                    pen.StrokeJoin = SKStrokeJoin.Round;
                    canvas.DrawPath(path, pen);
                }

                break;
            case AreaMark area:
                using (var path = SKPath.ParseSvgPathData(area.PathData))
                using (var fill = Fill(area.Fill, mark))
                {
                    canvas.DrawPath(path, fill);
                }

                break;
            case CircleMark circle:
                Circle(circle);
                break;
            case ImageMark image:
                Image(image);
                break;
            case TextMark text:
                Text(text);
                break;
            default:
                throw new ArgumentException($"PNG and PDF have no form for a {mark.GetType().Name}.", nameof(mark));
        }
    }

    private void Rectangle(RectangleMark rectangle)
    {
        var (place, radius) = (Place(rectangle.Box), N(rectangle.Radius));
        if (rectangle.Fill is not null)
        {
            using var fill = Fill(rectangle.Fill, rectangle);
            canvas.DrawRoundRect(place, radius, radius, fill);
        }

        if (rectangle.Outline is not null)
        {
            using var pen = Pen(rectangle.Outline, rectangle);
            canvas.DrawRoundRect(place, radius, radius, pen);
        }
    }

    private void Circle(CircleMark circle)
    {
        using (var fill = Fill(circle.Fill, circle))
        {
            // A dot of a round pen is the same disc, in a tenth of the bytes of a circle in PDF: maps have a thousand of them.
            fill.Style = SKPaintStyle.Stroke;
            fill.StrokeCap = SKStrokeCap.Round;
            fill.StrokeWidth = 2 * N(circle.Radius);
            canvas.DrawPoint(N(circle.X), N(circle.Y), fill);
        }

        if (circle.Outline is not null)
        {
            using var pen = Pen(circle.Outline, circle);
            canvas.DrawCircle(N(circle.X), N(circle.Y), N(circle.Radius), pen);
        }
    }

    private void Image(ImageMark mark)
    {
        using var image = SKImage.FromEncodedData(mark.Png.Span);
        var place = Place(mark.Box);
        var dots = canvas.TotalMatrix.MapRect(place);

        // Smaller versions of an image are of use only where it is shrunk; to look for them takes three times as long.
        var isShrunk = image.Width > dots.Width || image.Height > dots.Height;
        var sampling = mark.IsPixelated
            ? new SKSamplingOptions(SKFilterMode.Nearest)
            : new SKSamplingOptions(SKFilterMode.Linear, isShrunk ? SKMipmapMode.Linear : SKMipmapMode.None);
        canvas.DrawImage(image, place, sampling);
    }

    private void Text(TextMark text)
    {
        using var font = Font(text.IsBold ? bold : regular, text.Size);
        using var fill = Fill(text.Fill, text);
        var align = text.Anchor switch
        {
            TextAnchor.Start => SKTextAlign.Left,
            TextAnchor.Middle => SKTextAlign.Center,
            _ => SKTextAlign.Right,
        };
        canvas.Save();
        canvas.Translate(N(text.X), N(text.Y));
        canvas.RotateDegrees(text.RunsUpwards ? -90 : 0);
        canvas.DrawText(text.Text, 0, 0, align, font, fill);
        canvas.Restore();
    }
}
