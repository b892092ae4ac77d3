namespace Bakeoff.Evaluation.Metrics;

/// <summary>Where a share lies with 95 % confidence, from counts of independent trials.</summary>
/// <remarks>Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927). Never leaves 0 to 1, and is honest for 0 and all successes. Same bits everywhere: only arithmetic and a square root.</remarks>
public static class WilsonInterval
{
    private const double Z = 1.959963984540054;

    /// <summary>The interval.</summary>
    /// <param name="share">Share of successes, 0 to 1.</param>
    /// <param name="trials">Number of trials; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or the share is no share.</exception>
    public static (double Low, double High) Of(double share, long trials)
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
