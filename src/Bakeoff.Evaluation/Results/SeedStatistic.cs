using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>A metric over the seeds of an experiment.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Sample standard deviation (divisor n - 1); null for fewer than two seeds.</param>
/// <param name="Count">n, the number of seeds.</param>
public sealed record SeedStatistic(double Mean, double? StandardDeviation, int Count)
{
    /// <summary>Computes mean and standard deviation.</summary>
    /// <param name="values">One value a seed, at least one; the sums are taken in this order, so that equal values give equal bits.</param>
    public static SeedStatistic Of(IReadOnlyList<double> values)
    {
        var moments = Moments.Of([.. values]);
        return new SeedStatistic(moments.Mean, values.Count < 2 ? null : moments.SampleStandardDeviation, values.Count);
    }

    /// <summary><c>0.839 ± 0.012</c>; the mean alone for one seed.</summary>
    public override string ToString() => StandardDeviation is { } deviation
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ± {deviation:0.000}")
        : Mean.ToString("0.000", CultureInfo.InvariantCulture);
}
