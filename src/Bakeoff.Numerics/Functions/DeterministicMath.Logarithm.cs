namespace Bakeoff.Numerics;

public static partial class DeterministicMath
{
    private const double SqrtHalf = 0.7071067811865476;
    private const double Log10E = 0.4342944819032518;
    private const double Log10ELow = 1.098319650216765e-17;
    private const double Log10Of2High = 0.30102999566224753;
    private const double Log10Of2Low = 1.7336659603752853e-12;

    /// <summary>Natural logarithm; NaN below 0, negative infinity at 0.</summary>
    public static double Log(double x)
    {
        if (!TrySplit(x, out var exponent, out var mantissa, out var special))
        {
            return special;
        }

        // log(1 + f) = f - s (f - rest), s = f / (2 + f); written so that f, which is exact, enters last.
        var f = mantissa - 1.0;
        var s = f / (2.0 + f);
        var rest = AtanhRest(s * s);
        var halfSquare = 0.5 * f * f;
        return Math.FusedMultiplyAdd(exponent, Ln2High, f - (halfSquare - Math.FusedMultiplyAdd(s, halfSquare + rest, exponent * Ln2Low)));
    }

    /// <summary>Logarithm to base 10; NaN below 0, negative infinity at 0.</summary>
    public static double Log10(double x)
    {
        if (!TrySplit(x, out var exponent, out var mantissa, out var special))
        {
            return special;
        }

        var (high, low) = LogOfMantissa(mantissa);
        var product = high * Log10E;
        var rest = Math.FusedMultiplyAdd(high, Log10E, -product) + Math.FusedMultiplyAdd(low, Log10E, high * Log10ELow);
        var (sum, lost) = TwoSum(exponent * Log10Of2High, product);
        return sum + (lost + Math.FusedMultiplyAdd(exponent, Log10Of2Low, rest));
    }

    /// <summary>
    /// x = 2^exponent mantissa with the mantissa in [sqrt(1/2), sqrt(2)); false for zero, negative and non-finite x, whose logarithm is
    /// <paramref name="special"/>.
    /// </summary>
    private static bool TrySplit(double x, out int exponent, out double mantissa, out double special)
    {
        (exponent, mantissa, special) = (0, 1.0, 0.0);
        if (!(x > 0.0) || double.IsPositiveInfinity(x))
        {
            special = x == 0.0 ? double.NegativeInfinity : x > 0.0 ? x : double.NaN;
            return false;
        }

        if (!double.IsNormal(x))
        {
            x *= (double)(1L << 54);
            exponent = -54;
        }

        // Subtracting the bits of sqrt(1/2) moves the exponent's step from 1 to there.
        var bits = BitConverter.DoubleToInt64Bits(x);
        var steps = (bits - BitConverter.DoubleToInt64Bits(SqrtHalf)) >> 52;
        exponent += (int)steps;
        mantissa = BitConverter.Int64BitsToDouble(bits - (steps << 52));
        return true;
    }

    /// <summary>2 (z / 3 + z^2 / 5 + ... ) for z = s^2: what 2 atanh(s) / s adds to 2.</summary>
    private static double AtanhRest(double z)
    {
        // z is at most 0.0295, so the next term is below 2^-57 of the logarithm.
        var q = 2.0 / 21.0;
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 19.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 17.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 15.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 13.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 11.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 9.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 7.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 5.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 3.0);
        return q * z;
    }

    /// <summary>log(mantissa) as a sum of two doubles, to about 2^-66 of its size.</summary>
    private static (double High, double Low) LogOfMantissa(double mantissa)
    {
        var f = mantissa - 1.0;
        var (g, gLow) = TwoSum(2.0, f);
        var s = f / g;
        var sLow = (Math.FusedMultiplyAdd(-s, g, f) - s * gLow) / g;

        // 2 s + (2/3) s^3 in two parts each; everything from s^5 on is small enough for one.
        var z = s * s;
        var zLow = Math.FusedMultiplyAdd(s, s, -z) + 2.0 * s * sLow;
        var cube = z * s;
        var cubeLow = Math.FusedMultiplyAdd(z, s, -cube) + Math.FusedMultiplyAdd(z, sLow, zLow * s);
        const double TwoThirds = 2.0 / 3.0;
        const double TwoThirdsLow = 3.700743415417188e-17;
        var third = cube * TwoThirds;
        var thirdLow = Math.FusedMultiplyAdd(cube, TwoThirds, -third) + Math.FusedMultiplyAdd(cubeLow, TwoThirds, cube * TwoThirdsLow);
        var q = 2.0 / 23.0;
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 21.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 19.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 17.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 15.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 13.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 11.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 9.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 7.0);
        q = Math.FusedMultiplyAdd(q, z, 2.0 / 5.0);
        var (sum, lost) = TwoSum(2.0 * s, third);
        return TwoSum(sum, lost + Math.FusedMultiplyAdd(q, cube * z, thirdLow + 2.0 * sLow));
    }

    private static (double Sum, double Lost) TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }
}
