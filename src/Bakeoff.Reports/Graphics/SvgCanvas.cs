using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Collects marks as SVG elements. Text written twice for the same input is the same bytes under every culture.</summary>
/// <param name="canvasWidth">Width in pixels.</param>
internal sealed class SvgCanvas(double canvasWidth)
{
    private readonly StringBuilder _body = new();
    private readonly List<TextBox> _texts = [];
    private readonly SortedSet<string> _usedPaints = new(StringComparer.Ordinal);

    /// <summary>Width in pixels.</summary>
    public double Width { get; } = canvasWidth;

    /// <summary>Height in pixels; charts set it once they know what they need.</summary>
    public double Height { get; set; }

    /// <summary>The room each text takes.</summary>
    public IReadOnlyList<TextBox> Texts => _texts;

    /// <summary>The elements so far.</summary>
    public string Body => _body.ToString();

    /// <summary>Names of the paints used so far.</summary>
    public IReadOnlyCollection<string> UsedPaints => _usedPaints;

    /// <summary>Draws a filled rectangle.</summary>
    public void Rect(Box box, Paint fill, string? tooltip = null, double radius = 0, double opacity = 1)
    {
        var size = $"width=\"{N(Math.Max(0, box.Width))}\" height=\"{N(Math.Max(0, box.Height))}\"";
        var rounding = radius > 0 ? $" rx=\"{N(radius)}\"" : string.Empty;
        Element("rect", $"x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" {size}{rounding}{Fill(fill)}{Opacity(opacity)}", tooltip);
    }

    /// <summary>Draws the outline of a rectangle.</summary>
    public void Frame(double x, double y, double width, double height, Paint stroke) =>
        Element("rect", $"x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"none\"{Stroke(stroke, 1)}");

    /// <summary>Draws a straight line.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Paint stroke, double strokeWidth = 1, string? dashes = null)
    {
        var ends = $"x1=\"{N(from.X)}\" y1=\"{N(from.Y)}\" x2=\"{N(to.X)}\" y2=\"{N(to.Y)}\"";
        var dash = dashes is null ? string.Empty : $" stroke-dasharray=\"{dashes}\"";
        Element("line", $"{ends}{Stroke(stroke, strokeWidth)}{dash}");
    }

    /// <summary>Draws connected points; a gap starts wherever a point is not a number.</summary>
    public void Polyline(
        IEnumerable<(double X, double Y)> points,
        Paint stroke,
        double strokeWidth = 2,
        string? dashes = null,
        string? tooltip = null,
        double opacity = 1)
    {
        var path = new StringBuilder();
        var open = false;
        foreach (var (x, y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                open = false;
                continue;
            }

            path.Append(open ? 'L' : 'M').Append(N(x)).Append(' ').Append(N(y));
            open = true;
        }

        if (path.Length > 0)
        {
            var dash = dashes is null ? string.Empty : $" stroke-dasharray=\"{dashes}\"";
            const string Form = "fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"";
            Element("path", $"d=\"{path}\" {Form}{Stroke(stroke, strokeWidth)}{dash}{Opacity(opacity)}", tooltip);
        }
    }

    /// <summary>Draws a filled path given by SVG path data.</summary>
    public void Area(string pathData, Paint fill, string? tooltip = null, double opacity = 1) =>
        Element("path", $"d=\"{pathData}\"{Fill(fill)}{Opacity(opacity)}", tooltip);

    /// <summary>Draws a disc with a rim in the background's colour, which keeps neighbours apart.</summary>
    public void Disc(double x, double y, double radius, Paint fill, string? tooltip = null, double opacity = 1) =>
        Element("circle", $"cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"{Fill(fill)}{Opacity(opacity)}", tooltip);

    /// <summary>Draws a ring on the background's colour: a marked point that keeps the line's own colour visible beside it.</summary>
    public void Ring(double x, double y, double radius, Paint stroke, string tooltip) =>
        Element("circle", $"cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"{FillAndStroke(Theme.Surface, stroke, 2.5)}", tooltip);

    /// <summary>Places a PNG image; pixelated ones keep hard edges between their pixels.</summary>
    public void Image(double x, double y, double width, double height, byte[] png, bool isPixelated = false)
    {
        var place = $"x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" preserveAspectRatio=\"none\"";
        var rendering = isPixelated ? " style=\"image-rendering:pixelated\"" : string.Empty;
        Element("image", $"{place}{rendering} href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"");
    }

    /// <summary>Draws one line of text with its baseline at <paramref name="y"/>; if it
    /// is shortened, the whole text is its tooltip.</summary>
    /// <returns>The width taken in pixels.</returns>
    public double Text(double x, double y, string? text, TextStyle style)
    {
        var whole = SafeText.Clean(text);
        var shown = TextMetrics.Fit(whole, style.MaxWidth, style.Size, style.IsBold);
        if (shown.Length == 0)
        {
            return 0;
        }

        var width = TextMetrics.Width(shown, style.Size, style.IsBold);
        var left = style.Anchor switch { TextAnchor.Start => x, TextAnchor.Middle => x - (width / 2), _ => x - width };
        _texts.Add(new TextBox(shown, left, y - (style.Size * 0.8), left + width, y + (style.Size * 0.22)));
        Write($"x=\"{N(x)}\" y=\"{N(y)}\"", shown, whole, style);
        return width;
    }

    /// <summary>Draws text on a patch of the background's colour, so that lines below it do not cross the letters.</summary>
    public void Backed(double x, double y, string? text, TextStyle style)
    {
        var shown = TextMetrics.Fit(SafeText.Clean(text), style.MaxWidth, style.Size, style.IsBold);
        var width = TextMetrics.Width(shown, style.Size, style.IsBold);
        Rect(new Box(x - 3, y - style.Size, width + 6, style.Size * 1.35), Theme.Surface, radius: 3, opacity: 0.85);
        Text(x, y, text, style);
    }

    /// <summary>Draws a line of text turned a quarter to the left, centred on a point: the title of a vertical axis.</summary>
    public void VerticalText(double x, double y, string? text, Paint fill, double size, double maxLength)
    {
        var whole = SafeText.Clean(text);
        var shown = TextMetrics.Fit(whole, maxLength, size);
        if (shown.Length == 0)
        {
            return;
        }

        var length = TextMetrics.Width(shown, size);
        _texts.Add(new TextBox(shown, x - (size * 0.8), y - (length / 2), x + (size * 0.22), y + (length / 2)));
        Write(
            $"transform=\"translate({N(x)} {N(y)}) rotate(-90)\"",
            shown,
            whole,
            new TextStyle(fill, size) { Anchor = TextAnchor.Middle });
    }

    /// <summary>Draws a line of text that runs upwards from its start: the name of a narrow column.</summary>
    public void VerticalTextUp(double x, double bottom, string? text, Paint fill, double size, double maxLength)
    {
        var whole = SafeText.Clean(text);
        var shown = TextMetrics.Fit(whole, maxLength, size);
        if (shown.Length == 0)
        {
            return;
        }

        _texts.Add(new TextBox(shown, x - (size * 0.8), bottom - TextMetrics.Width(shown, size), x + (size * 0.22), bottom));
        Write($"transform=\"translate({N(x)} {N(bottom)}) rotate(-90)\"", shown, whole, new TextStyle(fill, size));
    }

    private static string N(double value) => Coordinate.Text(value);

    private static string Opacity(double opacity) => opacity < 1 ? $" opacity=\"{N(opacity)}\"" : string.Empty;

    private string Fill(Paint paint)
    {
        _usedPaints.Add(paint.Name);
        return $" class=\"f-{paint.Name}\" fill=\"{paint.Light}\"";
    }

    private string FillAndStroke(Paint fill, Paint stroke, double strokeWidth)
    {
        _usedPaints.Add(fill.Name);
        _usedPaints.Add(stroke.Name);
        var classes = $"class=\"f-{fill.Name} s-{stroke.Name}\"";
        return $" {classes} fill=\"{fill.Light}\" stroke=\"{stroke.Light}\" stroke-width=\"{N(strokeWidth)}\"";
    }

    private string Stroke(Paint paint, double strokeWidth)
    {
        _usedPaints.Add(paint.Name);
        return $" class=\"s-{paint.Name}\" stroke=\"{paint.Light}\" stroke-width=\"{N(strokeWidth)}\"";
    }

    private void Element(string name, string attributes, string? tooltip = null)
    {
        _body.Append('<').Append(name).Append(' ').Append(attributes);
        _ = tooltip is null
            ? _body.Append("/>\n")
            : _body.Append("><title>").Append(SafeText.Escape(tooltip)).Append("</title></").Append(name).Append(">\n");
    }

    private void Write(string place, string shown, string whole, TextStyle style)
    {
        var align = style.Anchor switch
        {
            TextAnchor.Start => string.Empty,
            TextAnchor.Middle => " text-anchor=\"middle\"",
            _ => " text-anchor=\"end\"",
        };
        var weight = style.IsBold ? " font-weight=\"600\"" : string.Empty;
        _body.Append(CultureInfo.InvariantCulture, $"<text {place} font-size=\"{N(style.Size)}\"{align}{weight}{Fill(style.Fill)}>");
        if (!string.Equals(shown, whole, StringComparison.Ordinal))
        {
            _body.Append("<title>").Append(SafeText.Escape(whole)).Append("</title>");
        }

        _body.Append(SafeText.Escape(shown)).Append("</text>\n");
    }
}
