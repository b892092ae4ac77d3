namespace Bakeoff.Reports.Grammar;

/// <summary>The lowest and the highest of the values that are numbers; not a number when there are none.</summary>
internal sealed record ValueRange(double Low, double High)
{
    /// <summary>True when at least one value was a number.</summary>
    public bool IsKnown => Low <= High;

    /// <summary>Measures values, leaving out those that are infinite or no number.</summary>
    public static ValueRange Of(IEnumerable<double> values)
    {
        var (low, high) = (double.NaN, double.NaN);
        foreach (var value in values.Where(double.IsFinite))
        {
            low = double.IsNaN(low) ? value : Math.Min(low, value);
            high = double.IsNaN(high) ? value : Math.Max(high, value);
        }

        return new ValueRange(low, high);
    }
}
