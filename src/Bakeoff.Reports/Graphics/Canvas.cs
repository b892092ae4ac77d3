using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Collects the marks of a chart while it lays itself out.</summary>
/// <param name="canvasWidth">Width in pixels.</param>
internal sealed class Canvas(double canvasWidth)
{
    private readonly List<Mark> _marks = [];
    private readonly List<TextBox> _texts = [];

    /// <summary>Width in pixels.</summary>
    public double Width { get; } = canvasWidth;

    /// <summary>Height in pixels; charts set it once they know what they need.</summary>
    public double Height { get; set; }

    /// <summary>The room each text takes.</summary>
    public IReadOnlyList<TextBox> Texts => _texts;

    /// <summary>The marks so far.</summary>
    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>Draws a filled rectangle.</summary>
    public void Rect(Box box, Paint fill, string? tooltip = null, double radius = 0, double opacity = 1) =>
        _marks.Add(
            new RectangleMark(box with { Width = Math.Max(0, box.Width), Height = Math.Max(0, box.Height) })
            {
                Fill = fill,
                Radius = radius,
                Tooltip = tooltip,
                Opacity = opacity,
            });

    /// <summary>Draws the outline of a rectangle.</summary>
    public void Frame(double x, double y, double width, double height, Paint stroke) =>
        _marks.Add(new RectangleMark(new Box(x, y, width, height)) { Outline = new Stroke(stroke) });

    /// <summary>Draws a straight line.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Paint stroke, double strokeWidth = 1, string? dashes = null) =>
        _marks.Add(new LineMark(from.X, from.Y, to.X, to.Y, new Stroke(stroke, strokeWidth, dashes)));

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

            path.Append(open ? 'L' : 'M').Append(Coordinate.Text(x)).Append(' ').Append(Coordinate.Text(y));
            open = true;
        }

        if (path.Length > 0)
        {
            var pen = new Stroke(stroke, strokeWidth, dashes);
            _marks.Add(new PolylineMark(path.ToString(), pen) { Tooltip = tooltip, Opacity = opacity });
        }
    }

    /// <summary>Draws a filled path given by SVG path data.</summary>
    public void Area(string pathData, Paint fill, string? tooltip = null, double opacity = 1) =>
        _marks.Add(new AreaMark(pathData, fill) { Tooltip = tooltip, Opacity = opacity });

    /// <summary>Draws a disc.</summary>
    public void Disc(double x, double y, double radius, Paint fill, string? tooltip = null, double opacity = 1) =>
        _marks.Add(new CircleMark(x, y, radius, fill) { Tooltip = tooltip, Opacity = opacity });

    /// <summary>Draws a ring on the background's colour: a marked point that keeps the line's own colour visible beside it.</summary>
    public void Ring(double x, double y, double radius, Paint stroke, string tooltip) =>
        _marks.Add(new CircleMark(x, y, radius, Theme.Surface) { Outline = new Stroke(stroke, 2.5), Tooltip = tooltip });

    /// <summary>Places a PNG image; pixelated ones keep hard edges between their pixels.</summary>
    public void Image(double x, double y, double width, double height, byte[] png, bool isPixelated = false) =>
        _marks.Add(new ImageMark(new Box(x, y, width, height), png, isPixelated));

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
        _marks.Add(
            new TextMark(x, y, shown, style.Fill, style.Size)
            {
                Anchor = style.Anchor,
                IsBold = style.IsBold,
                Tooltip = WholeIfShortened(shown, whole),
            });
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
    public void VerticalText(double x, double y, string? text, Paint fill, double size, double maxLength) =>
        Upwards(x, y, text, new TextStyle(fill, size) { Anchor = TextAnchor.Middle, MaxWidth = maxLength });

    /// <summary>Draws a line of text that runs upwards from its start: the name of a narrow column.</summary>
    public void VerticalTextUp(double x, double bottom, string? text, Paint fill, double size, double maxLength) =>
        Upwards(x, bottom, text, new TextStyle(fill, size) { MaxWidth = maxLength });

    private static string? WholeIfShortened(string shown, string whole) =>
        string.Equals(shown, whole, StringComparison.Ordinal) ? null : whole;

    private void Upwards(double x, double y, string? text, TextStyle style)
    {
        var whole = SafeText.Clean(text);
        var shown = TextMetrics.Fit(whole, style.MaxWidth, style.Size);
        if (shown.Length == 0)
        {
            return;
        }

        var length = TextMetrics.Width(shown, style.Size);
        var bottom = style.Anchor is TextAnchor.Middle ? y + (length / 2) : y;
        _texts.Add(new TextBox(shown, x - (style.Size * 0.8), bottom - length, x + (style.Size * 0.22), bottom));
        _marks.Add(
            new TextMark(x, y, shown, style.Fill, style.Size)
            {
                Anchor = style.Anchor,
                RunsUpwards = true,
                Tooltip = WholeIfShortened(shown, whole),
            });
    }
}
