using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>Student's t distribution.</summary>
/// <remarks>
/// The density is cos^(n - 1) of an angle whose tangent is t / sqrt(n), up to a factor, so that tail and whole are integrals of one smooth
/// function (Simpson's rule, 1,000 intervals). Compared with SciPy within 1e-7 from 2 degrees of freedom on, within 1e-5 from 1 on. Same
/// bits on every machine.
/// </remarks>
internal static class StudentT
{
    private const int Intervals = 1000;

    // Beyond this many standard deviations nothing is left of many degrees of freedom; of few, the angle ends first.
    private const double Reach = 40;

    /// <summary>Probability of a value at least as far from 0.</summary>
    /// <param name="t">The value.</param>
    /// <param name="degrees">Degrees of freedom, at least 1; need not be whole.</param>
    public static double TwoSided(double t, double degrees) => Math.Min(1, Tail(t, degrees) / Tail(0, degrees));

    /// <summary>The value that lies between its negative and itself with a probability of 0.95.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile95(double degrees)
    {
        var (low, high, tail) = (0.0, 16.0, 0.05 * Tail(0, degrees));
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            (low, high) = Tail(middle, degrees) > tail ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Tail(double t, double degrees)
    {
        var from = DeterministicMath.Atan2(Math.Abs(t), DeterministicMath.Sqrt(degrees));
        var to = Math.Min(Math.PI / 2, from + (Reach / DeterministicMath.Sqrt(degrees)));
        var step = (to - from) / Intervals;
        var sum = 0.0;
        for (var i = 0; i <= Intervals; i++)
        {
            var weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Density(from + (i * step), degrees);
        }

        return sum * step / 3;
    }

    private static double Density(double angle, double degrees) => DeterministicMath.Cos(angle) is > 0 and var cosine
        ? DeterministicMath.Exp((degrees - 1) * DeterministicMath.Log(cosine))
        : degrees > 1 ? 0 : 1;
}
