using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Intervals;

/// <summary>A 95 % percentile interval.</summary>
/// <param name="Low">Lower end: the 2.5 % quantile over resamples.</param>
/// <param name="High">Upper end: the 97.5 % quantile.</param>
public sealed record BootstrapInterval(
    [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High)
{
    /// <summary>Computes the interval of resampled values; quantiles are interpolated linearly (numpy's default).</summary>
    /// <param name="values">At least one number; NaN is left out.</param>
    internal static BootstrapInterval FromResamples(double[] values)
    {
        var sorted = Array.FindAll(values, static value => !double.IsNaN(value));
        Array.Sort(sorted);
        return new BootstrapInterval(Quantile(sorted, 0.025), Quantile(sorted, 0.975));
    }

    private static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
