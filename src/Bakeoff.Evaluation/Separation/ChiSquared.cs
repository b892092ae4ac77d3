using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Separation;

/// <summary>The chi-squared distribution.</summary>
/// <remarks>
/// The tail is an integral of s^(n - 1) exp(-s²), which is smooth for every whole n (Simpson's rule, 4,000 intervals). Compared with SciPy
/// within 1e-9 of the value. Same bits on every machine.
/// </remarks>
internal static class ChiSquared
{
    private const int Intervals = 4000;

    /// <summary>Probability of a value at least as large.</summary>
    /// <param name="value">The value; 0 or more.</param>
    /// <param name="degrees">Degrees of freedom; at least 1.</param>
    public static double Tail(double value, int degrees)
    {
        if (value <= 0)
        {
            return 1;
        }

        // Beyond the end, less than exp(-50) of the tail is left.
        var (half, middle) = (value / 2, degrees / 2.0);
        var from = DeterministicMath.Sqrt(half);
        var step = (DeterministicMath.Sqrt(Math.Max(half, middle) + 50 + (10 * DeterministicMath.Sqrt(middle))) - from) / Intervals;
        var sum = 0.0;
        for (var i = 0; i <= Intervals; i++)
        {
            var s = from + (i * step);
            var weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * DeterministicMath.Exp(((degrees - 1) * DeterministicMath.Log(s)) - (s * s) + half);
        }

        return Math.Min(1, 2 * DeterministicMath.Exp(-half) * (sum * step / 3) / GammaOfHalf(degrees));
    }

    // Γ(n / 2), by Γ(a + 1) = a Γ(a).
    private static double GammaOfHalf(int n)
    {
        var (gamma, at) = n % 2 == 0 ? (1.0, 2) : (DeterministicMath.Sqrt(Math.PI), 1);
        for (; at < n; at += 2)
        {
            gamma *= at / 2.0;
        }

        return gamma;
    }
}
