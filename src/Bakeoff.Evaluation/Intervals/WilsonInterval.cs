namespace Bakeoff.Evaluation.Intervals;

/// <summary>95 % confidence interval of a share, from counts of independent trials.</summary>
/// <remarks>
/// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927). It stays within 0 to 1 and has positive width at shares
/// of 0 and 1. Same bits on every machine: only arithmetic and a square root.
/// </remarks>
public static class WilsonInterval
{
    private const double Z = 1.959963984540054;

    /// <summary>Computes the interval.</summary>
    /// <param name="share">Share of successes, 0 to 1.</param>
    /// <param name="trials">Number of trials; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or the share is outside 0 to 1.</exception>
    public static (double Low, double High) Compute(double share, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected 0 to 1.");
        }

        var shrink = 1 + (Z * Z / trials);
        var centre = (share + (Z * Z / (2.0 * trials))) / shrink;
        var half = Z / shrink * Math.Sqrt((share * (1 - share) / trials) + (Z * Z / (4.0 * trials * trials)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
