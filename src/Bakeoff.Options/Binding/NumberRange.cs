using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Bakeoff.Options.Binding;

/// <summary>Limits of a number.</summary>
/// <param name="Minimum">Lowest value; minus infinity when there is none.</param>
/// <param name="Maximum">Highest value; infinity when there is none.</param>
/// <param name="ExcludesMinimum">True when the lowest value itself is out.</param>
/// <param name="ExcludesMaximum">True when the highest value itself is out.</param>
internal sealed record NumberRange(double Minimum, double Maximum, bool ExcludesMinimum, bool ExcludesMaximum)
{
    /// <summary>The limits in an attribute; a type's own extreme value counts as no limit.</summary>
    public static NumberRange? Of(RangeAttribute? attribute) => attribute is null ? null : new NumberRange(
        Limit(attribute.Minimum, double.NegativeInfinity),
        Limit(attribute.Maximum, double.PositiveInfinity),
        attribute.MinimumIsExclusive,
        attribute.MaximumIsExclusive);

    /// <summary>True when a value lies within the limits.</summary>
    public bool Contains(double value) =>
        (ExcludesMinimum ? value > Minimum : value >= Minimum) && (ExcludesMaximum ? value < Maximum : value <= Maximum);

    /// <summary>The limits in words, with a leading space: <c> from 1 to 512</c>; empty without limits.</summary>
    public string Describe()
    {
        var low = Text(Minimum);
        var high = Text(Maximum);
        return (double.IsInfinity(Minimum), double.IsInfinity(Maximum)) switch
        {
            (true, true) => "",
            (false, true) => ExcludesMinimum ? $" above {low}" : $" of at least {low}",
            (true, false) => ExcludesMaximum ? $" below {high}" : $" of at most {high}",
            _ when !ExcludesMinimum && !ExcludesMaximum => $" from {low} to {high}",
            _ => $" {(ExcludesMinimum ? "above" : "of at least")} {low} and {(ExcludesMaximum ? "below" : "at most")} {high}",
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Limit(object bound, double none)
    {
        var value = Convert.ToDouble(bound, CultureInfo.InvariantCulture);
        var isExtreme = value is int.MaxValue or int.MinValue or float.MaxValue or float.MinValue || Math.Abs(value) >= long.MaxValue;
        return isExtreme ? none : value;
    }
}
