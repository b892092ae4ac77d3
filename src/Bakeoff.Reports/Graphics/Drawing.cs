namespace Bakeoff.Reports.Graphics;

/// <summary>A chart laid out at one width: marks at places in pixels, from which every file format is written.</summary>
/// <param name="Title">The subject of the picture, one line.</param>
/// <param name="Description">A description in a sentence or two.</param>
/// <param name="Width">Width in pixels of 1/96 inch.</param>
/// <param name="Height">Height in the same pixels.</param>
/// <param name="Marks">What is drawn, in this order, on <see cref="Background"/>.</param>
/// <remarks>Immutable and thread-safe. Coordinates that are no numbers count as 0: see <see cref="Place"/>.</remarks>
public sealed record Drawing(string Title, string Description, double Width, double Height, IReadOnlyList<Mark> Marks)
{
    /// <summary>Colour of the ground.</summary>
    public static Paint Background => Theme.Surface;

    /// <summary>Writes an SVG file of its own that follows the viewer's light or dark setting.</summary>
    /// <returns>SVG text with LF line ends.</returns>
    public string ToSvg() => SvgWriter.Write(this, "chart", standalone: true);

    /// <summary>A coordinate as it is drawn: rounded to hundredths of a pixel, 0 for what is no number, so that one bad value does not
    /// break a whole picture.</summary>
    public static double Place(double coordinate)
    {
        var hundredths = double.IsFinite(coordinate) ? Math.Round(coordinate * 100, MidpointRounding.AwayFromZero) : 0;
        return hundredths == 0 ? 0 : hundredths / 100;
    }
}
