using System.Globalization;

namespace Bakeoff.Reports.Grammar;

/// <summary>Writes numbers for people, in the invariant culture; what is not known is written as a dash, never as a guess.</summary>
internal static class NumberText
{
    /// <summary>Shown where there is no number.</summary>
    public const string Missing = "–";

    /// <summary>A whole number with thin spaces between thousands, such as <c>24 414</c>.</summary>
    public static string Count(long value)
    {
        var digits = value.ToString("N0", CultureInfo.InvariantCulture);
        return digits.Replace(',', '\u202F');
    }

    /// <summary>A share as a percentage with one decimal, such as <c>97.4 %</c>.</summary>
    public static string Percent(double share, int decimals = 1) =>
        double.IsFinite(share) ? (share * 100).ToString($"F{decimals}", CultureInfo.InvariantCulture) + "\u202F%" : Missing;

    /// <summary>An interval such as <c>95.5 % to 99.1 %</c>; null when an end is not known.</summary>
    public static string? Interval(double? from, double? to, bool isShare) => (from, to) switch
    {
        ({ } low, { } high) when !double.IsFinite(low) || !double.IsFinite(high) => null,
        ({ } low, { } high) => isShare ? $"{Percent(low)} to {Percent(high)}" : $"{Short(low)} to {Short(high)}",
        _ => null,
    };

    /// <summary>A number with at most <paramref name="digits"/> significant digits, such
    /// as <c>0.001</c>, <c>1.25</c> or <c>1e-5</c>.</summary>
    public static string Short(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? Missing : value > 0 ? "∞" : "-∞";
        }

        if (value == 0)
        {
            return "0";
        }

        var size = Math.Abs(value);
        if (size is >= 1e6 or < 1e-3)
        {
            return value.ToString("0." + new string('#', digits - 1) + "e0", CultureInfo.InvariantCulture);
        }

        var whole = size >= 1000 ? 4 : size >= 100 ? 3 : size >= 10 ? 2 : size >= 1 ? 1 : size >= 0.1 ? 0 : size >= 0.01 ? -1 : -2;
        return value.ToString("0." + new string('#', Math.Max(0, digits - whole)), CultureInfo.InvariantCulture);
    }

    /// <summary>A duration: <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c> or <c>1 h 02 min</c>.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } s || !double.IsFinite(s))
        {
            return Missing;
        }

        if (s < 60)
        {
            return s < 1
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(s * 1000):0} ms")
                : string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s");
        }

        var total = (long)Math.Round(s);
        return total < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{total / 60} min {total % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{total / 3600} h {total % 3600 / 60:00} min");
    }
}
