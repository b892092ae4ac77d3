namespace Bakeoff.Numerics;

public static partial class DeterministicMath
{
    /// <summary>x to the power <paramref name="y"/>; NaN when x is below 0 and y is not an integer.</summary>
    /// <remarks>Special values as C99 Annex F: x^0 = 1 and 1^y = 1 even for NaN.</remarks>
    public static double Pow(double x, double y)
    {
        if (y == 0.0 || x == 1.0)
        {
            return 1.0;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var magnitude = Math.Abs(x);
        var isOdd = Math.Abs(y) < 9007199254740992.0 && y == Math.Truncate(y) && ((long)y & 1) != 0;
        var sign = isOdd && double.IsNegative(x) ? -1.0 : 1.0;
        if (x == 0.0 || double.IsInfinity(x) || double.IsInfinity(y))
        {
            return sign * PowOfLimit(magnitude, y);
        }

        return x < 0.0 && y != Math.Truncate(y) ? double.NaN : sign * PowOfPositive(magnitude, y);
    }

    private static double PowOfLimit(double magnitude, double y)
    {
        if (magnitude == 1.0)
        {
            return 1.0;
        }

        return magnitude > 1.0 == y > 0.0 ? double.PositiveInfinity : 0.0;
    }

    private static double PowOfPositive(double x, double y)
    {
        TrySplit(x, out var exponent, out var mantissa, out _);
        var (high, low) = LogOfMantissa(mantissa);
        var (sum, lost) = TwoSum(exponent * Ln2High, high);
        low += lost + exponent * Ln2Low;

        // y (sum + low) as a main part and a correction.
        var (log, rest) = TwoSum(sum, low);
        var product = y * log;
        if (!(Math.Abs(product) < 800.0))
        {
            return product > 0.0 ? double.PositiveInfinity : 0.0;
        }

        var correction = Math.FusedMultiplyAdd(y, log, -product) + y * rest;
        return product switch
        {
            > 709.79 => double.PositiveInfinity,
            < -745.14 => 0.0,
            _ => ExpOfSum(product, correction),
        };
    }
}
