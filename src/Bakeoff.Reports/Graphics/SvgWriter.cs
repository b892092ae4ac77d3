using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes a drawing as SVG. Equal drawings give equal bytes under every culture.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _body = new();
    private readonly SortedSet<string> _usedPaints = new(StringComparer.Ordinal);

    private SvgWriter()
    {
    }

    /// <summary>Writes the SVG text with LF line ends.</summary>
    /// <param name="drawing">What to write.</param>
    /// <param name="id">Prefix of the ids within, unique on its page.</param>
    /// <param name="standalone">True for a file of its own with its own colours, false for use in a page, whose style sheet has them.</param>
    public static string Write(Drawing drawing, string id, bool standalone)
    {
        var writer = new SvgWriter();
        foreach (var mark in drawing.Marks)
        {
            writer.Write(mark);
        }

        var svg = new StringBuilder();
        var (width, height) = (N(drawing.Width), N(drawing.Height));
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").Append(width).Append(' ').Append(height)
            .Append("\" width=\"").Append(width).Append("\" height=\"").Append(height)
            .Append("\" role=\"img\" aria-labelledby=\"").Append(id).Append("-title ").Append(id)
            .Append("-desc\" font-family=\"").Append(StyleRules.FontFamily)
            .Append("\">\n<title id=\"").Append(id).Append("-title\">").Append(SafeText.Escape(drawing.Title))
            .Append("</title>\n<desc id=\"").Append(id).Append("-desc\">").Append(SafeText.Escape(drawing.Description))
            .Append("</desc>\n");
        if (standalone)
        {
            string[] used = [Drawing.Background.Name, .. writer._usedPaints];
            svg.Append("<style>@media (prefers-color-scheme:dark){").Append(StyleRules.Recolour(dark: true, used)).Append("}</style>\n")
                .Append("<rect class=\"f-surface\" width=\"100%\" height=\"100%\" fill=\"").Append(Drawing.Background.Light).Append("\"/>\n");
        }

        return svg.Append(writer._body).Append("</svg>\n").ToString();
    }

    private static string N(double value) => Coordinate.Text(value);

    private static string Place(Box box) =>
        $"x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"";

    private static string Opacity(Mark mark) => mark.Opacity < 1 ? $" opacity=\"{N(mark.Opacity)}\"" : string.Empty;

    private static string Dashes(Stroke stroke) => stroke.Dashes is null ? string.Empty : $" stroke-dasharray=\"{stroke.Dashes}\"";

    private void Write(Mark mark)
    {
        switch (mark)
        {
            case RectangleMark rectangle:
                var rounding = rectangle.Radius > 0 ? $" rx=\"{N(rectangle.Radius)}\"" : string.Empty;
                Element("rect", $"{Place(rectangle.Box)}{rounding}{Colours(rectangle.Fill, rectangle.Outline)}{Opacity(mark)}", mark);
                break;
            case LineMark line:
                var ends = $"x1=\"{N(line.FromX)}\" y1=\"{N(line.FromY)}\" x2=\"{N(line.ToX)}\" y2=\"{N(line.ToY)}\"";
                Element("line", $"{ends}{Pen(line.Stroke)}{Dashes(line.Stroke)}", mark);
                break;
            case PolylineMark polyline:
                const string Form = "fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"";
                Element(
                    "path",
                    $"d=\"{polyline.PathData}\" {Form}{Pen(polyline.Stroke)}{Dashes(polyline.Stroke)}{Opacity(mark)}",
                    mark);
                break;
            case AreaMark area:
                Element("path", $"d=\"{area.PathData}\"{Colours(area.Fill, null)}{Opacity(mark)}", mark);
                break;
            case CircleMark circle:
                var place = $"cx=\"{N(circle.X)}\" cy=\"{N(circle.Y)}\" r=\"{N(circle.Radius)}\"";
                Element("circle", $"{place}{Colours(circle.Fill, circle.Outline)}{Opacity(mark)}", mark);
                break;
            case ImageMark image:
                var rendering = image.IsPixelated ? " style=\"image-rendering:pixelated\"" : string.Empty;
                var data = Convert.ToBase64String(image.Png.Span);
                Element("image", $"{Place(image.Box)} preserveAspectRatio=\"none\"{rendering} href=\"data:image/png;base64,{data}\"", mark);
                break;
            case TextMark text:
                Write(text);
                break;
            default:
                throw new ArgumentException($"SVG has no form for a {mark.GetType().Name}.", nameof(mark));
        }
    }

    private void Write(TextMark text)
    {
        var place = text.RunsUpwards
            ? $"transform=\"translate({N(text.X)} {N(text.Y)}) rotate(-90)\""
            : $"x=\"{N(text.X)}\" y=\"{N(text.Y)}\"";
        var align = text.Anchor switch
        {
            TextAnchor.Start => string.Empty,
            TextAnchor.Middle => " text-anchor=\"middle\"",
            _ => " text-anchor=\"end\"",
        };
        var weight = text.IsBold ? " font-weight=\"600\"" : string.Empty;
        _body.Append(
            CultureInfo.InvariantCulture,
            $"<text {place} font-size=\"{N(text.Size)}\"{align}{weight}{Colours(text.Fill, null)}>");
        if (text.Tooltip is not null)
        {
            _body.Append("<title>").Append(SafeText.Escape(text.Tooltip)).Append("</title>");
        }

        _body.Append(SafeText.Escape(text.Text)).Append("</text>\n");
    }

    private string Colours(Paint? fill, Stroke? outline)
    {
        if (fill is not null)
        {
            _usedPaints.Add(fill.Name);
        }

        return (fill, outline) switch
        {
            (null, null) => " fill=\"none\"",
            (null, _) => $" fill=\"none\"{Pen(outline)}",
            (_, null) => $" class=\"f-{fill.Name}\" fill=\"{fill.Light}\"",
            _ => $" class=\"f-{fill.Name} s-{outline.Paint.Name}\" fill=\"{fill.Light}\"{Line(outline)}",
        };
    }

    private string Pen(Stroke stroke) => $" class=\"s-{stroke.Paint.Name}\"{Line(stroke)}";

    private string Line(Stroke stroke)
    {
        _usedPaints.Add(stroke.Paint.Name);
        return $" stroke=\"{stroke.Paint.Light}\" stroke-width=\"{N(stroke.Width)}\"";
    }

    private void Element(string name, string attributes, Mark mark)
    {
        _body.Append('<').Append(name).Append(' ').Append(attributes);
        _ = mark.Tooltip is null
            ? _body.Append("/>\n")
            : _body.Append("><title>").Append(SafeText.Escape(mark.Tooltip)).Append("</title></").Append(name).Append(">\n");
    }
}
