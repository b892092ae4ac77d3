namespace Bakeoff.Numerics;

public static partial class DeterministicMath
{
    // pi / 2 and pi as sums of doubles.
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiLow = 6.123233995736766e-17;
    private const double HalfPiLowest = -1.4973849048591698e-33;

    // Up to here n pi / 2 has so few bits that one fused step leaves no rounding.
    private const double LargestPlainAngle = 1 << 20;

    // 2^600.
    private const double TwoTo600 = 4.149515568880993e+180;

    // 2^-28.
    private const double SmallestCurvedAngle = 1.0 / (1 << 28);

    private static readonly double[] AtanOfEighths =
    [
        0.0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061,
        0.5585993153435624, 0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
    ];

    private static readonly double[] AtanOfEighthsLow =
    [
        0.0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17,
        -5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
    ];

    /// <summary>Sine of an angle in radians; NaN at infinities.</summary>
    public static double Sin(double x)
    {
        if (Math.Abs(x) < SmallestCurvedAngle)
        {
            // x^3 / 6 is far below half a unit in the last place; this also keeps the sign of zero.
            return x;
        }

        var (quadrant, r, low) = ReduceAngle(x);
        return (quadrant & 3) switch
        {
            0 => SinKernel(r, low),
            1 => CosKernel(r, low),
            2 => -SinKernel(r, low),
            _ => -CosKernel(r, low),
        };
    }

    /// <summary>Cosine of an angle in radians; NaN at infinities.</summary>
    public static double Cos(double x)
    {
        var (quadrant, r, low) = ReduceAngle(x);
        return (quadrant & 3) switch
        {
            0 => CosKernel(r, low),
            1 => -SinKernel(r, low),
            2 => -CosKernel(r, low),
            _ => SinKernel(r, low),
        };
    }

    /// <summary>Angle of the point (<paramref name="x"/>, <paramref name="y"/>) in radians, -pi .. pi.</summary>
    public static double Atan2(double y, double x)
    {
        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var (ax, ay) = (Math.Abs(x), Math.Abs(y));
        if (double.IsInfinity(ax) && double.IsInfinity(ay))
        {
            (ax, ay) = (1.0, 1.0);
        }

        // A common power of two keeps products of very large or very small coordinates in range and changes no quotient.
        var scale = Math.Max(ax, ay) > 1e300 ? 0.0625 : Math.Max(ax, ay) < 1e-150 ? TwoTo600 : 1.0;
        var (high, low) = ay <= ax ? AtanOfRatio(ay * scale, ax * scale) : AtanOfRatio(ax * scale, ay * scale);
        if (ay > ax)
        {
            (high, low) = Subtract(HalfPi, HalfPiLow, high, low);
        }

        if (double.IsNegative(x))
        {
            (high, low) = Subtract(2.0 * HalfPi, 2.0 * HalfPiLow, high, low);
        }

        return Math.CopySign(high + low, y);
    }

    /// <summary>
    /// Sine and cosine of 2 pi <paramref name="numerator"/> / <paramref name="denominator"/>, for the tables of Fourier transforms.
    /// </summary>
    /// <remarks>
    /// The angle is reduced to an eighth of a turn in integers, so that symmetric entries have symmetric bits and zeros are exact.
    /// </remarks>
    internal static (double Sin, double Cos) SinCosOfTurn(int numerator, int denominator)
    {
        // Eight times the turn: octant and the rest, in units of 1 / (8 denominator).
        var scaled = 8L * (numerator % denominator);
        var octant = (int)(scaled / denominator);
        var rest = scaled % denominator;
        if ((octant & 1) != 0)
        {
            rest = denominator - rest;
        }

        // Angle = rest / denominator * pi / 4, in two parts.
        var quotient = (double)rest / denominator;
        var quotientLow = Math.FusedMultiplyAdd(-quotient, denominator, rest) / denominator;
        var angle = quotient * (HalfPi / 2);
        var low = Math.FusedMultiplyAdd(quotient, HalfPi / 2, -angle) + Math.FusedMultiplyAdd(
            quotientLow, HalfPi / 2, quotient * (HalfPiLow / 2));
        var (sin, cos) = (SinKernel(angle, low), CosKernel(angle, low));
        return octant switch
        {
            0 => (sin, cos),
            1 => (cos, sin),
            2 => (cos, -sin),
            3 => (sin, -cos),
            4 => (-sin, -cos),
            5 => (-cos, -sin),
            6 => (-cos, sin),
            _ => (-sin, cos),
        };
    }

    private static (double High, double Low) Subtract(double a, double aLow, double b, double bLow)
    {
        var (sum, lost) = TwoSum(a, -b);
        return (sum, lost + (aLow - bLow));
    }

    /// <summary>atan(y / x) for 0 &lt;= y &lt;= x: from the nearest multiple of 1/8, whose arc tangent is in the table.</summary>
    private static (double High, double Low) AtanOfRatio(double y, double x)
    {
        if (y == 0.0 || double.IsInfinity(x))
        {
            return (0.0, 0.0);
        }

        var eighths = (int)(8.0 * (y / x) + 0.5);
        var c = eighths * 0.125;

        // t = (y - c x) / (x + c y), with what each rounding loses added back.
        var numerator = Math.FusedMultiplyAdd(-c, x, y);
        var denominator = Math.FusedMultiplyAdd(c, y, x);
        var denominatorLow = Math.FusedMultiplyAdd(c, y, x - denominator);
        var t = numerator / denominator;
        var tLow = (Math.FusedMultiplyAdd(-t, denominator, numerator) - t * denominatorLow) / denominator;
        var z = t * t;
        var q = 1.0 / 17.0;
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 15.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 13.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 11.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 9.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 7.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 5.0);
        q = Math.FusedMultiplyAdd(-q, z, 1.0 / 3.0);
        var (sum, lost) = TwoSum(AtanOfEighths[eighths], t);
        return (sum, lost + (AtanOfEighthsLow[eighths] + Math.FusedMultiplyAdd(-q * z, t, tLow)));
    }

    /// <summary>sin(r + low) for |r| &lt;= pi / 4: Taylor's series up to r^17.</summary>
    private static double SinKernel(double r, double low)
    {
        var z = r * r;
        var q = 1.0 / 355687428096000.0;
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 1307674368000.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 6227020800.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 39916800.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 362880.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 5040.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 120.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 6.0);
        return r + Math.FusedMultiplyAdd(q * z, r, low * Math.FusedMultiplyAdd(-0.5, z, 1.0));
    }

    /// <summary>cos(r + low) for |r| &lt;= pi / 4: Taylor's series up to r^18.</summary>
    private static double CosKernel(double r, double low)
    {
        var z = r * r;
        var zLow = Math.FusedMultiplyAdd(r, r, -z);
        var q = -1.0 / 6402373705728000.0;
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 20922789888000.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 87178291200.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 479001600.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 3628800.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 40320.0);
        q = Math.FusedMultiplyAdd(q, z, -1.0 / 720.0);
        q = Math.FusedMultiplyAdd(q, z, 1.0 / 24.0);
        var half = 0.5 * z;
        var main = 1.0 - half;

        // What 1 - z/2 loses, and the rounding of z itself, come back with the small terms.
        return main + (((1.0 - main) - half) + Math.FusedMultiplyAdd(z * z, q, -Math.FusedMultiplyAdd(r, low, 0.5 * zLow)));
    }

    /// <summary>x = quadrant pi / 2 + r + low with |r| &lt;= pi / 4; NaN for a non-finite x.</summary>
    private static (int Quadrant, double R, double Low) ReduceAngle(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude <= HalfPi / 2)
        {
            return (0, x, 0.0);
        }

        if (!double.IsFinite(x))
        {
            return (0, double.NaN, 0.0);
        }

        if (magnitude > LargestPlainAngle)
        {
            return AngleReduction.Reduce(x);
        }

        var n = Math.FusedMultiplyAdd(x, 1.0 / HalfPi, RoundingShift) - RoundingShift;
        var first = Math.FusedMultiplyAdd(-n, HalfPi, x);
        var second = n * HalfPiLow;
        var (r, lost) = TwoSum(first, -second);
        return ((int)n, r, lost - Math.FusedMultiplyAdd(n, HalfPiLow, -second) - n * HalfPiLowest);
    }
}
