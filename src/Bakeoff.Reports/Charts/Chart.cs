using System.Text;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A picture that knows its title, its description in words and its numbers; drawn as SVG at any width.</summary>
/// <remarks>Determinism: equal charts give equal bytes on every machine and under every culture. Immutable and thread-safe.</remarks>
public sealed class Chart
{
    /// <summary>Narrowest width that charts are laid out for, in pixels: a small phone.</summary>
    public const double MinimumWidth = 280;

    private const double TitleSize = 15;
    private const double NoteSize = 12;
    private readonly Action<SvgCanvas, double> _draw;

    internal Chart(string title, string description, NumberTable numbers, Action<SvgCanvas, double> draw, string? note = null)
    {
        Title = SafeText.Clean(title);
        Description = SafeText.Clean(description);
        Numbers = numbers;
        Note = note is null ? null : SafeText.Clean(note);
        _draw = draw;
    }

    /// <summary>The subject of the picture, one line.</summary>
    public string Title { get; }

    /// <summary>A description in a sentence or two; read out by screen readers.</summary>
    public string Description { get; }

    /// <summary>A remark shown below the title, such as what is missing; null for none.</summary>
    public string? Note { get; }

    /// <summary>The numbers behind the picture.</summary>
    public NumberTable Numbers { get; }

    /// <summary>Draws the chart as an SVG file of its own that follows the viewer's light or dark setting.</summary>
    /// <param name="width">Width in pixels, at least <see cref="MinimumWidth"/>; the height follows from the content. Default 640.</param>
    /// <returns>SVG text with LF line ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below
    /// <see cref="MinimumWidth"/> or not finite.</exception>
    public string ToSvg(double width = 640) => Write(Draw(width), "chart", standalone: true);

    /// <summary>Draws the chart for use inside a page, whose style sheet holds the colours.</summary>
    internal string ToInlineSvg(double width, string id) => Write(Draw(width), id, standalone: false);

    /// <summary>Lays the chart out.</summary>
    internal SvgCanvas Draw(double width)
    {
        if (!(width >= MinimumWidth && width <= 10_000))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "Chart width is outside 280..10000 pixels. Choose a width within.");
        }

        var canvas = new SvgCanvas(width);
        var y = 8.0;
        foreach (var line in TextMetrics.Wrap(Title, width - 16, TitleSize, bold: true, maxLines: 2))
        {
            canvas.Text(8, y + 14, line, new TextStyle(Theme.Text, TitleSize) { IsBold = true });
            y += 20;
        }

        foreach (var line in TextMetrics.Wrap(Note ?? string.Empty, width - 16, NoteSize, bold: false, maxLines: 3))
        {
            canvas.Text(8, y + 12, line, new TextStyle(Theme.Muted, NoteSize));
            y += 16;
        }

        _draw(canvas, y + 6);
        return canvas;
    }

    private string Write(SvgCanvas canvas, string id, bool standalone)
    {
        var svg = new StringBuilder();
        var width = Coordinate.Text(canvas.Width);
        var height = Coordinate.Text(canvas.Height);
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
            .Append(width)
            .Append(' ')
            .Append(height)
            .Append("\" width=\"")
            .Append(width)
            .Append("\" height=\"")
            .Append(height)
            .Append("\" role=\"img\" aria-labelledby=\"")
            .Append(id)
            .Append("-title ")
            .Append(id)
            .Append("-desc\" font-family=\"")
            .Append(StyleRules.FontFamily)
            .Append("\">\n<title id=\"")
            .Append(id)
            .Append("-title\">")
            .Append(SafeText.Escape(Title))
            .Append("</title>\n<desc id=\"")
            .Append(id)
            .Append("-desc\">")
            .Append(SafeText.Escape(Description))
            .Append("</desc>\n");
        if (standalone)
        {
            string[] used = [Theme.Surface.Name, .. canvas.UsedPaints];
            svg.Append("<style>@media (prefers-color-scheme:dark){").Append(StyleRules.Recolour(dark: true, used)).Append("}</style>\n")
                .Append("<rect class=\"f-surface\" width=\"100%\" height=\"100%\" fill=\"").Append(Theme.Surface.Light).Append("\"/>\n");
        }

        return svg.Append(canvas.Body).Append("</svg>\n").ToString();
    }
}
