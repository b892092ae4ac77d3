namespace Bakeoff.Numerics.Tests;

/// <summary>Distances in units in the last place (ulp) of the expected value.</summary>
internal static class UlpError
{
    /// <summary>
    /// Error of a double against high + low; 0 where both are the same infinity or zero, infinite where only one is finite.
    /// </summary>
    public static double Of(double actual, double high, double low)
    {
        if (!double.IsFinite(high) || !double.IsFinite(actual))
        {
            return actual.Equals(high) ? 0 : double.PositiveInfinity;
        }

        var unit = Math.BitIncrement(Math.Abs(high)) - Math.Abs(high);
        return Math.Abs((actual - high - low) / unit);
    }

    /// <summary>Error of a float against a double.</summary>
    public static double Of(float actual, double expected)
    {
        var rounded = (float)expected;
        if (!float.IsFinite(rounded) || !float.IsFinite(actual))
        {
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        }

        var unit = (double)MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded);
        return Math.Abs(actual - expected) / unit;
    }
}
