using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>
/// Test metrics of an experiment over its seeds: mean and standard deviation over the seeds, and the 95 % interval of that mean over clips.
/// </summary>
/// <remarks>
/// The two answer different questions. The standard deviation tells what another seed would change with the clips as they are; the interval
/// tells what other clips would change with the seeds as they are: each resample draws clips once and scores all seeds on them. Neither
/// contains the other. Determinism: equal runs in the same order give equal bits.
/// </remarks>
public sealed class SeedsResult
{
    private const string Prefix = "test_";

    private readonly OrderedDictionary<string, SeedStatistic> _statistics = new(StringComparer.Ordinal);
    private readonly List<(string Name, double Value)> _numbers = [];

    /// <summary>Computes the statistics.</summary>
    /// <param name="labels">Names of the classes; none if numbers alone are predicted.</param>
    /// <param name="runs">The runs, at least one, each with another seed and else the same settings.</param>
    /// <param name="targets">Names of the numbers that are predicted. Default: none.</param>
    /// <exception cref="ArgumentException">There is no run, or a label is not one of <paramref name="labels"/>.</exception>
    public SeedsResult(IReadOnlyList<string> labels, IReadOnlyList<SeedRun> runs, IReadOnlyList<string>? targets = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There are 0 runs, expected at least 1.", nameof(runs));
        }

        Runs = runs;
        IsSeedUnused = runs.Count > 1 && runs.Skip(1).All(run => HaveSamePredictions(runs[0], run));
        var intervals = new Dictionary<string, BootstrapInterval>(StringComparer.Ordinal);
        ClipCount = runs[0].Predictions.Count;
        if ((labels.Count > 0 || targets is null) && TryAlign(labels, runs) is { } classes)
        {
            ClipCount = classes.ClipCount;
            AddIntervals(intervals, classes);
        }

        if (targets is { Count: > 0 })
        {
            var numbers = AlignedRegressions.Align(targets.Count, [.. runs.Select(static run => run.Predictions)]);
            ClipCount = numbers.ClipCount;
            AddIntervals(intervals, numbers, targets);
        }

        Measure(intervals);
    }

    /// <summary>The runs, in the order of the seeds.</summary>
    public IReadOnlyList<SeedRun> Runs { get; }

    /// <summary>Number of different clips that were tested; with splits drawn by the seed, more than one run tests.</summary>
    public int ClipCount { get; }

    /// <summary>True if several seeds gave the same predictions to the bit: the seed has no part in the experiment.</summary>
    public bool IsSeedUnused { get; }

    /// <summary>
    /// Means over the seeds, under the names and in the order of <c>metrics.json</c>. Ends of intervals are those of the mean; with one
    /// seed everything is as <c>metrics.json</c> has it.
    /// </summary>
    public IReadOnlyList<(string Name, double Value)> Numbers => _numbers;

    /// <summary>Mean and standard deviation of a metric over the seeds.</summary>
    /// <param name="name">Its name in <c>metrics.json</c>, such as <c>test_uar</c>.</param>
    /// <returns>Null where a run does not have it.</returns>
    public SeedStatistic? Statistic(string name) => _statistics.GetValueOrDefault(name);

    /// <summary>Explanation of <see cref="Text"/>, for the title of a table.</summary>
    public static string Legend => "mean ± standard deviation over seeds [95 % interval of the mean over clips]";

    /// <summary>The number of seeds for a cell of a table: <c>one</c>, <c>5</c>, or <c>5, same predictions</c>.</summary>
    public string SeedsText =>
        Runs.Count == 1 ? "one" : Runs.Count.ToString(CultureInfo.InvariantCulture) + (IsSeedUnused ? ", same predictions" : string.Empty);

    /// <summary>A metric for a cell of a table: <c>0.839 ± 0.012 [0.800, 0.877]</c>.</summary>
    /// <param name="name">Its name in <c>metrics.json</c>.</param>
    /// <returns>Null where a run does not have it.</returns>
    public string? Text(string name) =>
        Statistic(name) is { } statistic
            ? (Find(name + EvaluationResult.LowSuffix), Find(name + EvaluationResult.HighSuffix)) is ({ } low, { } high)
                ? string.Create(CultureInfo.InvariantCulture, $"{statistic} [{low:0.000}, {high:0.000}]")
                : statistic.ToString()
            : null;

    /// <summary>
    /// A metric for programs: <c>NAME_mean</c>, <c>NAME_sd</c>, <c>NAME_low</c>, <c>NAME_high</c>; without those that are missing.
    /// </summary>
    /// <param name="name">Its name in <c>metrics.json</c>.</param>
    public IReadOnlyList<KeyValuePair<string, double>> Scalars(string name) =>
        [
            .. new (string Ending, double? Value)[]
            {
                ("_mean", Statistic(name)?.Mean),
                ("_sd", Statistic(name)?.StandardDeviation),
                (EvaluationResult.LowSuffix, Find(name + EvaluationResult.LowSuffix)),
                (EvaluationResult.HighSuffix, Find(name + EvaluationResult.HighSuffix)),
            }
                .Where(static part => part.Value is not null)
                .Select(part => KeyValuePair.Create(name + part.Ending, part.Value!.Value)),
        ];

    private double? Find(string name)
    {
        foreach (var (key, value) in _numbers)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Runs on other recordings or labels have no clips in common that could be drawn together.</summary>
    private static AlignedRuns? TryAlign(IReadOnlyList<string> labels, IReadOnlyList<SeedRun> runs)
    {
        try
        {
            return AlignedRuns.Align(labels, [.. runs.Select(static run => run.Predictions)]);
        }
        catch (IncomparableResultsException)
        {
            return null;
        }
    }

    private static bool HaveSamePredictions(SeedRun one, SeedRun other)
    {
        var rows = other.Predictions.ToLookup(static row => (row.Identity, row.Fold));
        return one.Predictions.Count == other.Predictions.Count
            && one.Predictions.All(row =>
                rows[(row.Identity, row.Fold)].Any(row.HasSamePrediction));
    }

    private void AddIntervals(Dictionary<string, BootstrapInterval> intervals, AlignedRuns aligned)
    {
        var metrics = Metric.All.OfType<ConfusionMetric>().Where(static metric => metric.HasInterval).ToList();
        var statistics = metrics.ConvertAll<Func<ConfusionMatrix[], double>>(metric => matrices => MeanOver(matrices, metric));
        var bootstrap = aligned.CreateBootstrap();
        if (Runs.Count < 2 || bootstrap.UnitCount < 2)
        {
            return;
        }

        var resampled = bootstrap.Resample(aligned.Predicted, statistics, new SeededRandom(0, "seeds"));
        for (var i = 0; i < metrics.Count; i++)
        {
            if (!Array.TrueForAll(resampled[i], double.IsNaN))
            {
                intervals[Prefix + metrics[i].Name] = BootstrapInterval.FromResamples(resampled[i]);
            }
        }

        double MeanOver(ConfusionMatrix[] matrices, ConfusionMetric metric)
        {
            var sum = 0.0;
            foreach (var matrix in matrices)
            {
                sum += metric.Compute(matrix);
            }

            return sum / matrices.Length;
        }
    }

    private void AddIntervals(
        Dictionary<string, BootstrapInterval> intervals, AlignedRegressions aligned, IReadOnlyList<string> targets)
    {
        if (Runs.Count < 2 || aligned.UnitCount < 2)
        {
            return;
        }

        var figures = RegressionFigures.Of(targets);
        var resampled = aligned.Resample(figures.ConvertAll(static figure => figure.Compute), new SeededRandom(0, "seeds"));
        foreach (var (i, (name, _)) in figures.Index().Where(figure => !Array.TrueForAll(resampled[figure.Index], double.IsNaN)))
        {
            intervals[Prefix + name] = BootstrapInterval.FromResamples(resampled[i]);
        }
    }

    private void Measure(Dictionary<string, BootstrapInterval> intervals)
    {
        foreach (var (name, value) in Runs[0].Metrics)
        {
            var isEnd = EvaluationResult.BaseOfEnd(name) is { } whole && Runs[0].Metrics.Any(metric => metric.Name == whole);
            if (isEnd && Runs.Count > 1)
            {
                continue;
            }

            var values = Runs.SelectMany(run => run.Metrics.Where(metric => metric.Name == name).Take(1))
                .Select(static m => m.Value)
                .ToList();
            if (values.Count < Runs.Count)
            {
                continue;
            }

            if (isEnd)
            {
                _numbers.Add((name, value));
                continue;
            }

            var statistic = SeedStatistic.Of(values);
            _statistics[name] = statistic;
            _numbers.Add((name, name == MetricsDocument.ClipsName ? ClipCount : statistic.Mean));
            if (intervals.TryGetValue(name, out var interval))
            {
                _numbers.Add((name + EvaluationResult.LowSuffix, interval.Low));
                _numbers.Add((name + EvaluationResult.HighSuffix, interval.High));
            }
        }
    }
}
