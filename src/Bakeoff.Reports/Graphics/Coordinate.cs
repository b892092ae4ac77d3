using System.Globalization;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes coordinates: two decimals at most, invariant culture, no negative zero, so that equal pictures are equal text.</summary>
internal static class Coordinate
{
    /// <summary>Text of a coordinate in pixels, placed by <see cref="Drawing.Place"/>.</summary>
    public static string Text(double value) => Drawing.Place(value).ToString("0.##", CultureInfo.InvariantCulture);
}
