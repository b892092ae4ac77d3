using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A metric over the seeds of a group.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Deviation">Sample standard deviation (divisor n - 1); null for fewer than two seeds.</param>
/// <param name="Count">Members that have the metric.</param>
public sealed record SeedStatistic(double Mean, double? Deviation, int Count)
{
    /// <summary>Computes mean and standard deviation.</summary>
    /// <param name="values">Metrics in the order of the members; the order of the sums, so that equal metrics give equal bits.</param>
    /// <returns>The statistic, or null without metrics.</returns>
    public static SeedStatistic? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var moments = Moments.Of([.. values]);
        return new SeedStatistic(moments.Mean, values.Count < 2 ? null : moments.SampleStandardDeviation, values.Count);
    }

    /// <summary><c>0.839 ± 0.012</c>; the mean alone without a standard deviation.</summary>
    public override string ToString() => Deviation is { } deviation
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ± {deviation:0.000}")
        : Mean.ToString("0.000", CultureInfo.InvariantCulture);
}
