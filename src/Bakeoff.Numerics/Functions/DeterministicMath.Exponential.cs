using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

public static partial class DeterministicMath
{
    private const double Log2E = 1.4426950408889634;

    // Adding 1.5 * 2^52 rounds a double of moderate size to the nearest integer and leaves that integer in the low bits.
    private const double RoundingShift = DoubleBits.RoundingShift;

    // ln 2 as a sum: the first part has 38 bits, so that its product with an exponent of 11 bits is exact.
    private const double Ln2High = 0.6931471805582987;
    private const double Ln2Low = 1.6465949582897082e-12;

    /// <summary>e^x.</summary>
    public static double Exp(double x) => x switch
    {
        > 709.782712893384 => double.PositiveInfinity,
        < -745.1332191019412 => 0.0,
        double.NaN => double.NaN,
        _ => ExpOfSum(x, 0.0),
    };

    /// <summary>e^x of every element, each with the bits that it has alone.</summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Result, at least as long; may be the same memory as <paramref name="x"/>, but must not overlap it otherwise.</param>
    /// <exception cref="ArgumentException"><paramref name="y"/> is shorter than <paramref name="x"/>.</exception>
    public static void Exp(ReadOnlySpan<double> x, Span<double> y)
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException("The result span is shorter than the input span. Give it at least as many elements.", nameof(y));
        }

        Span<double> padded = stackalloc double[Vector512<double>.Count];
        padded.Clear();
        for (var i = 0; i < x.Length; i += Vector512<double>.Count)
        {
            var count = Math.Min(Vector512<double>.Count, x.Length - i);
            var isWhole = count == Vector512<double>.Count;
            if (!isWhole)
            {
                x[i..].CopyTo(padded);
            }

            var values = Vector512.Create(isWhole ? x[i..] : padded);
            if (!Vector512.LessThanAll(Vector512.Abs(values), Vector512.Create(700.0)))
            {
                // Results that are no normal numbers, and NaN, are left to the function of one number.
                for (var j = i; j < i + count; j++)
                {
                    y[j] = Exp(x[j]);
                }

                continue;
            }

            ExpOfNormal(values).CopyTo(isWhole ? y[i..] : padded);
            if (!isWhole)
            {
                padded[..count].CopyTo(y[i..]);
            }
        }
    }

    /// <summary>Hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < PowerOfTwo(-28))
        {
            // x^3 / 3 is below half a unit in the last place; this also keeps the sign of zero.
            return x;
        }

        if (!(magnitude <= 20.0))
        {
            return double.IsNaN(x) ? double.NaN : Math.CopySign(1.0, x);
        }

        var e = ExpMinusOne(2.0 * magnitude);
        return Math.CopySign(magnitude < 1.0 ? e / (e + 2.0) : 1.0 - 2.0 / (e + 2.0), x);
    }

    /// <summary>Logistic function 1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0.0)
        {
            return 1.0 / (1.0 + Exp(-x));
        }

        var e = Exp(x);
        return e / (1.0 + e);
    }

    /// <summary>e^(x + low) for a finite x in the range of the result; <paramref name="low"/> is far below x.</summary>
    private static double ExpOfSum(double x, double low)
    {
        var (n, r, c) = ExpReduced(x, low);

        // 1 + r + c, keeping what the first sum loses.
        var sum = 1.0 + r;
        sum += ((1.0 - sum) + r) + c;
        if (n > 1022)
        {
            return sum * PowerOfTwo(n - 1) * 2.0;
        }

        return n >= -1021 ? sum * PowerOfTwo(n) : sum * PowerOfTwo(n + 64) * PowerOfTwo(-64);
    }

    /// <summary>The steps of <see cref="ExpOfSum"/> and <see cref="ExpReduced"/> in every lane, for results that are normal numbers.</summary>
    private static Vector512<double> ExpOfNormal(Vector512<double> x)
    {
        var shift = Vector512.Create(RoundingShift);
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), shift);
        var n = shifted - shift;
        var high = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        var rest = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), Vector512<double>.Zero);
        var r = high + rest;
        rest += high - r;
        var q = Vector512.Create(1.0 / 6227020800.0);
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 479001600.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 39916800.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 3628800.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 362880.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 40320.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 5040.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 720.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 120.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 24.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1.0 / 6.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.5));
        var c = Vector512.FusedMultiplyAdd(r * r, q, rest);
        var sum = Vector512<double>.One + r;
        sum += ((Vector512<double>.One - sum) + r) + c;

        // The low bits of the shifted product are n.
        return sum * Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
    }

    /// <summary>e^x - 1 for 0 &lt;= x &lt;= 40.</summary>
    private static double ExpMinusOne(double x)
    {
        var (n, r, c) = ExpReduced(x, 0.0);
        if (n == 0)
        {
            return r + c;
        }

        var scale = PowerOfTwo(n);
        return (scale - 1.0) + (scale * r + scale * c);
    }

    /// <summary>x + low = n ln 2 + r + (a rest), and e^(r + rest) = 1 + r + c with |r| &lt;= ln 2 / 2.</summary>
    private static (int N, double R, double C) ExpReduced(double x, double low)
    {
        var shifted = Math.FusedMultiplyAdd(x, Log2E, RoundingShift);
        var n = shifted - RoundingShift;
        var high = Math.FusedMultiplyAdd(n, -Ln2High, x);
        var rest = Math.FusedMultiplyAdd(n, -Ln2Low, low);
        var r = high + rest;
        rest += high - r;

        // Taylor's series; its next term, r^14 / 14!, is below 2^-57.
        var q = 1.0 / 6227020800.0;
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 479001600.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 39916800.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 3628800.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 362880.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 40320.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 5040.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 720.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 120.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 24.0);
        q = Math.FusedMultiplyAdd(q, r, 1.0 / 6.0);
        q = Math.FusedMultiplyAdd(q, r, 0.5);
        return ((int)n, r, Math.FusedMultiplyAdd(r * r, q, rest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
