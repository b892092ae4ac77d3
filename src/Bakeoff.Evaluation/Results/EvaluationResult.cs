using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a system on its test clips, their intervals, and their breakdown by class, fold, speaker and text.</summary>
public sealed record EvaluationResult
{
    private const string Prefix = "test_";

    /// <summary>Ending of the name of an interval's lower end.</summary>
    internal const string LowSuffix = "_low";

    /// <summary>Ending of the name of an interval's upper end.</summary>
    internal const string HighSuffix = "_high";

    private const string FoldPrefix = "test_uar_fold_";

    /// <summary>Counts of truth against prediction over all folds.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Metrics of each class, in the order of the labels.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>Metrics over the test clips of all folds together, in the order of <see cref="Metric.All"/>; without those that are not
    /// defined.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>The unit that the bootstrap of the intervals drew.</summary>
    public required BootstrapUnit IntervalUnit { get; init; }

    /// <summary>Calibration of the probabilities; null without probabilities.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Metrics of each fold, in order of appearance.</summary>
    public required IReadOnlyList<GroupScore> Folds { get; init; }

    /// <summary>Metrics of each speaker, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Speakers { get; init; }

    /// <summary>Metrics of each text, in ordinal order; empty if the corpus names none.</summary>
    public required IReadOnlyList<GroupScore> Texts { get; init; }

    /// <summary>Number of test clips.</summary>
    public long ClipCount => Confusion.Total;

    /// <summary>Unweighted average recall, the headline metric, with its interval.</summary>
    public MetricResult Uar => this["uar"];

    /// <summary>Accuracy with its interval.</summary>
    public MetricResult Accuracy => this["accuracy"];

    /// <summary>Macro F1 with its interval.</summary>
    public MetricResult MacroF1 => this["macro_f1"];

    /// <summary>Gets a metric.</summary>
    /// <param name="name">Its name, without <c>test_</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such metric, or it is not defined for these clips.</exception>
    public MetricResult this[string name] => Find(name) ?? throw new KeyNotFoundException($"There is no metric '{name}'.");

    /// <summary>Finds a metric.</summary>
    /// <param name="name">Its name, without <c>test_</c>.</param>
    /// <returns>Null if there is no such metric, or it is not defined for these clips.</returns>
    public MetricResult? Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);

    /// <summary>Single values under the names of <c>metrics.json</c> and MLflow: metrics, ends of intervals, and with several folds the UAR
    /// of each.</summary>
    public IReadOnlyList<(string Name, double Value)> Scalars()
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

        if (Folds.Count > 1)
        {
            var sum = 0.0;
            foreach (var fold in Folds)
            {
                sum += fold.UnweightedAverageRecall;
                scalars.Add((FoldPrefix + fold.Name, fold.UnweightedAverageRecall));
            }

            scalars.Add((FoldPrefix + "mean", sum / Folds.Count));
        }

        return scalars;
    }

    /// <summary>Name of the metric that a name would be an end of the interval of; null if the name is none of an end.</summary>
    internal static string? BaseOfEnd(string name) =>
        name.EndsWith(LowSuffix, StringComparison.Ordinal) ? name[..^LowSuffix.Length]
        : name.EndsWith(HighSuffix, StringComparison.Ordinal) ? name[..^HighSuffix.Length]
        : null;

    /// <summary>The metrics behind the values of <see cref="Scalars"/>.</summary>
    internal static IReadOnlyList<MetricResult> ParseScalars(IReadOnlyDictionary<string, double> values)
    {
        var names = values.Keys.Where(static name =>
            name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(FoldPrefix, StringComparison.Ordinal)).ToList();
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
