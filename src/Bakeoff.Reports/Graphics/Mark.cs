namespace Bakeoff.Reports.Graphics;

/// <summary>One thing drawn in a <see cref="Drawing"/>. Marks are painted in their order, each over those before it.</summary>
public abstract record Mark
{
    /// <summary>Opacity, 0 to 1. Default 1.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>Text shown where the reader points at the mark; null for none. Paper has none.</summary>
    public string? Tooltip { get; init; }
}

/// <summary>A rectangle.</summary>
/// <param name="Box">Place in pixels.</param>
public sealed record RectangleMark(Box Box) : Mark
{
    /// <summary>Colour inside; null for none.</summary>
    public Paint? Fill { get; init; }

    /// <summary>Outline; null for none.</summary>
    public Stroke? Outline { get; init; }

    /// <summary>Radius of the corners in pixels. Default 0.</summary>
    public double Radius { get; init; }
}

/// <summary>A straight line.</summary>
/// <param name="FromX">Horizontal place of the start in pixels.</param>
/// <param name="FromY">Vertical place of the start in pixels.</param>
/// <param name="ToX">Horizontal place of the end in pixels.</param>
/// <param name="ToY">Vertical place of the end in pixels.</param>
/// <param name="Stroke">Pen.</param>
public sealed record LineMark(double FromX, double FromY, double ToX, double ToY, Stroke Stroke) : Mark;

/// <summary>Connected points with round joins and ends, in one or several pieces.</summary>
/// <param name="PathData">SVG path data, coordinates in pixels.</param>
/// <param name="Stroke">Pen.</param>
public sealed record PolylineMark(string PathData, Stroke Stroke) : Mark;

/// <summary>A filled area.</summary>
/// <param name="PathData">SVG path data of a closed outline, coordinates in pixels.</param>
/// <param name="Fill">Colour inside.</param>
public sealed record AreaMark(string PathData, Paint Fill) : Mark;

/// <summary>A filled circle.</summary>
/// <param name="X">Horizontal place of the centre in pixels.</param>
/// <param name="Y">Vertical place of the centre in pixels.</param>
/// <param name="Radius">Radius in pixels.</param>
/// <param name="Fill">Colour inside.</param>
public sealed record CircleMark(double X, double Y, double Radius, Paint Fill) : Mark
{
    /// <summary>Rim, centred on the radius; null for none.</summary>
    public Stroke? Outline { get; init; }
}

/// <summary>A raster image, stretched over its box.</summary>
/// <param name="Box">Place in pixels.</param>
/// <param name="Png">The image as a PNG file.</param>
/// <param name="IsPixelated">True keeps hard edges between the image's pixels.</param>
public sealed record ImageMark(Box Box, ReadOnlyMemory<byte> Png, bool IsPixelated) : Mark;

/// <summary>One line of text.</summary>
/// <param name="X">Horizontal place of the anchor in pixels.</param>
/// <param name="Y">Vertical place of the anchor in pixels, on the baseline.</param>
/// <param name="Text">Text as shown, without control characters.</param>
/// <param name="Fill">Colour.</param>
/// <param name="Size">Font size in pixels.</param>
/// <remarks>The tooltip is the whole text where <paramref name="Text"/> is shortened.</remarks>
public sealed record TextMark(double X, double Y, string Text, Paint Fill, double Size) : Mark
{
    /// <summary>Point of the text that lies at the place. Default <see cref="TextAnchor.Start"/>.</summary>
    public TextAnchor Anchor { get; init; }

    /// <summary>True for weight 600.</summary>
    public bool IsBold { get; init; }

    /// <summary>True if the text runs upwards: turned by a quarter to the left about its place.</summary>
    public bool RunsUpwards { get; init; }
}

/// <summary>A pen.</summary>
/// <param name="Paint">Colour.</param>
/// <param name="Width">Width in pixels. Default 1.</param>
/// <param name="Dashes">Lengths of dashes and gaps in pixels, separated by spaces; null for a solid line.</param>
public sealed record Stroke(Paint Paint, double Width = 1, string? Dashes = null);
