using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Every metric of predicted numbers: as the mean over the targets, and for each target.</summary>
internal static class RegressionFigures
{
    /// <summary>The metrics in the order of <c>metrics.json</c>.</summary>
    /// <param name="targets">Names of the targets.</param>
    /// <returns>Names without <c>test_</c>, and functions of the sums [runs, targets], each the mean over the runs; NaN where it is not
    /// defined.</returns>
    public static List<(string Name, Func<NumberPairs[], double> Compute)> Of(IReadOnlyList<string> targets) =>
    [
        .. Metric.All.OfType<RegressionMetric>().SelectMany(metric => targets
            .Select((target, t) => (
                RegressionResult.NameOf(metric.Name, target),
                (Func<NumberPairs[], double>)(sums => Mean(metric, sums, t, targets.Count))))
            .Prepend((metric.Name, sums => Mean(metric, sums)))),
    ];

    /// <summary>Mean of a metric over some sums; NaN where it is not defined for one of them.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="sums">The sums, at least one.</param>
    /// <param name="first">Position of the first one. Default 0.</param>
    /// <param name="step">Distance from one to the next. Default 1: all.</param>
    public static double Mean(RegressionMetric metric, ReadOnlySpan<NumberPairs> sums, int first = 0, int step = 1)
    {
        var (sum, count) = (0.0, 0);
        for (var i = first; i < sums.Length; i += step)
        {
            sum += metric.Compute(sums[i]);
            count++;
        }

        return sum / count;
    }
}
