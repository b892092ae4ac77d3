using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A picture that knows its title, its description in words and its numbers; laid out at any width and written as SVG.</summary>
/// <remarks>Determinism: equal charts give equal bytes on every machine and under every culture. Immutable and thread-safe.</remarks>
public sealed class Chart
{
    /// <summary>Narrowest width that charts are laid out for, in pixels: a small phone.</summary>
    public const double MinimumWidth = 280;

    private const double TitleSize = 15;
    private const double NoteSize = 12;
    private readonly Action<Canvas, double> _draw;

    internal Chart(string title, string description, NumberTable numbers, Action<Canvas, double> draw, string? note = null)
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
    public string ToSvg(double width = 640) => ToDrawing(width).ToSvg();

    /// <summary>Lays the chart out, for writers of other formats.</summary>
    /// <param name="width">Width in pixels of 1/96 inch, at least <see cref="MinimumWidth"/>. Default 640.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is below
    /// <see cref="MinimumWidth"/> or not finite.</exception>
    public Drawing ToDrawing(double width = 640)
    {
        var canvas = Draw(width);
        return new Drawing(Title, Description, canvas.Width, canvas.Height, canvas.Marks);
    }

    /// <summary>Draws the chart for use inside a page, whose style sheet holds the colours.</summary>
    internal string ToInlineSvg(double width, string id) =>
        SvgWriter.Write(ToDrawing(width), id, standalone: false);

    /// <summary>Lays the chart out.</summary>
    internal Canvas Draw(double width)
    {
        if (!(width >= MinimumWidth && width <= 10_000))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "Chart width is outside 280..10000 pixels. Choose a width within.");
        }

        var canvas = new Canvas(width);
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
}
