using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a system on its test clips with their intervals: what classifications and predictions of numbers share.</summary>
public abstract record EvaluationResult
{
    /// <summary>Beginning of the names of metrics of the test clips.</summary>
    internal const string Prefix = "test_";

    /// <summary>Ending of the name of an interval's lower end.</summary>
    internal const string LowSuffix = "_low";

    /// <summary>Ending of the name of an interval's upper end.</summary>
    internal const string HighSuffix = "_high";

    private const string FoldInfix = "_fold_";

    /// <summary>Metrics over the test clips of all folds together, in the order of <see cref="Metric.All"/>; without those that are not
    /// defined.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>The unit that the bootstrap of the intervals drew.</summary>
    public required BootstrapUnit IntervalUnit { get; init; }

    /// <summary>Number of test clips.</summary>
    public abstract long ClipCount { get; }

    /// <summary>Name of the headline metric, without <c>test_</c>.</summary>
    public abstract string HeadlineName { get; }

    /// <summary>The headline metric of each fold, in order of appearance; of numbers without folds for which it is not defined.</summary>
    public abstract IReadOnlyList<(string Fold, double Value)> FoldHeadlines { get; }

    /// <summary>Gets a metric.</summary>
    /// <param name="name">Its name, without <c>test_</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such metric, or it is not defined for these clips.</exception>
    public MetricResult this[string name] => Find(name) ?? throw new KeyNotFoundException($"There is no metric '{name}'.");

    /// <summary>Finds a metric.</summary>
    /// <param name="name">Its name, without <c>test_</c>.</param>
    /// <returns>Null if there is no such metric, or it is not defined for these clips.</returns>
    public MetricResult? Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);

    /// <summary>Single values under the names of <c>metrics.json</c> and MLflow: metrics, ends of intervals, and with several folds the
    /// headline metric of each.</summary>
    public virtual IReadOnlyList<(string Name, double Value)> Scalars()
    {
        var scalars = new List<(string, double)>();
        foreach (var metric in Metrics)
        {
            scalars.Add((Prefix + metric.Name, metric.Value));
            if (metric.Interval is { } interval)
            {
                scalars.Add((Prefix + metric.Name + LowSuffix, interval.Low));
                scalars.Add((Prefix + metric.Name + HighSuffix, interval.High));
            }
        }

        if (FoldHeadlines is { Count: > 1 } folds)
        {
            var sum = 0.0;
            foreach (var (fold, value) in folds)
            {
                sum += value;
                scalars.Add((Prefix + HeadlineName + FoldInfix + fold, value));
            }

            scalars.Add((FoldMean(HeadlineName), sum / folds.Count));
        }

        return scalars;
    }

    /// <summary>Name of the mean of a headline metric over the folds, such as <c>test_uar_fold_mean</c>.</summary>
    /// <param name="headline">Name of the metric, without <c>test_</c>.</param>
    public static string FoldMean(string headline) => Prefix + headline + FoldInfix + "mean";

    /// <summary>Name of the metric that a name would be an end of the interval of; null if the name is none of an end.</summary>
    internal static string? BaseOfEnd(string name) =>
        name.EndsWith(LowSuffix, StringComparison.Ordinal) ? name[..^LowSuffix.Length]
        : name.EndsWith(HighSuffix, StringComparison.Ordinal) ? name[..^HighSuffix.Length]
        : null;

    /// <summary>The metrics behind the values of <see cref="Scalars"/>.</summary>
    /// <param name="values">Values by name.</param>
    /// <param name="headline">Name of the headline metric, whose values for folds are none of all clips.</param>
    internal static IReadOnlyList<MetricResult> ParseScalars(IReadOnlyDictionary<string, double> values, string headline)
    {
        var names = values.Keys.Where(name =>
            name.StartsWith(Prefix, StringComparison.Ordinal)
            && !name.StartsWith(Prefix + headline + FoldInfix, StringComparison.Ordinal)).ToList();
        return
        [
            .. names.Where(name => BaseOfEnd(name) is not { } whole || !values.ContainsKey(whole)).Select(name => new MetricResult(
                name[Prefix.Length..],
                values[name],
                values.TryGetValue(name + LowSuffix, out var low) && values.TryGetValue(name + HighSuffix, out var high)
                    ? new BootstrapInterval(low, high)
                    : null)),
        ];
    }
}
