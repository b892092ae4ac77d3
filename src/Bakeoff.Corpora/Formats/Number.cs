using System.Globalization;

namespace Bakeoff.Corpora.Formats;

/// <summary>Numbers as tables and descriptions write them: decimal digits with a point, in the invariant culture.</summary>
internal static class Number
{
    /// <summary>The number of a text; null where it is none, or is not finite.</summary>
    public static double? Read(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
