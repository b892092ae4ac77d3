namespace Bakeoff.Evaluation.Metrics;

/// <summary>A 95 % interval around one figure.</summary>
/// <param name="Low">Lower end: the 2.5 % quantile over resamples.</param>
/// <param name="High">Upper end: the 97.5 % quantile.</param>
public sealed record BootstrapInterval(double Low, double High)
{
    /// <summary>Interval of resampled figures, quantiles interpolated linearly (numpy's default).</summary>
    /// <param name="values">At least one figure; sorted in place.</param>
    internal static BootstrapInterval Of(double[] values)
    {
        Array.Sort(values);
        return new BootstrapInterval(Quantile(values, 0.025), Quantile(values, 0.975));
    }

    private static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
