using System.Globalization;

namespace Bakeoff.Reports.Graphics;

/// <summary>Writes coordinates: two decimals at most, invariant culture, no negative zero, so that equal pictures are equal text.</summary>
internal static class Coordinate
{
    /// <summary>Text of a coordinate in pixels; a value that is no number is written as 0,
    /// because one bad value must not break a whole picture.</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value))
        {
            return "0";
        }

        var hundredths = Math.Round(value * 100, MidpointRounding.AwayFromZero);
        return hundredths == 0 ? "0" : (hundredths / 100).ToString("0.##", CultureInfo.InvariantCulture);
    }
}
