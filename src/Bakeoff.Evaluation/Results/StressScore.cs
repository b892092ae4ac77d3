using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Predictions of a system for altered test recordings against its predictions for the recordings as they are.</summary>
/// <param name="Metric">Name of the metric: <c>uar</c>, of numbers <c>ccc</c>.</param>
/// <param name="Value">The metric for the altered recordings, with its 95 % interval.</param>
/// <param name="Drop">The metric for the recordings as they are minus <paramref name="Value"/>, with its 95 % interval by paired
/// bootstrap.</param>
/// <param name="Unchanged">Share of the predictions that stay as they are, with its 95 % interval.</param>
/// <param name="Clips">Number of clips.</param>
/// <param name="Unit">The unit that is drawn: clips, or speakers if there are at least eight.</param>
public sealed record StressScore(
    string Metric, MetricResult Value, MetricResult Drop, MetricResult Unchanged, int Clips, BootstrapUnit Unit)
{
    /// <summary>True if not one probability or number moved: what was altered is nothing that the system receives.</summary>
    public bool IsIdentical { get; init; }

    /// <summary>Predicted numbers stay as they are within this share of the range of the true ones.</summary>
    public const double Tolerance = 0.05;

    private const string Stream = "stress";

    /// <summary>Measures the predictions.</summary>
    /// <param name="labels">Names of the classes; none where numbers alone are predicted.</param>
    /// <param name="targets">Names of the numbers; none where labels are predicted.</param>
    /// <param name="before">Predictions for the recordings as they are; at least one.</param>
    /// <param name="after">Predictions for the altered recordings, in the same order.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The scores of the label where one is predicted, or else of the numbers.</returns>
    /// <exception cref="ArgumentException">The predictions are of different clips.</exception>
    /// <exception cref="IncomparableResultsException">CCC is not defined for the clips.</exception>
    public static StressScore Measure(
        IReadOnlyList<string> labels,
        IReadOnlyList<string> targets,
        IReadOnlyList<Prediction> before,
        IReadOnlyList<Prediction> after,
        ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count || before.Zip(after).Any(static pair => pair.First.Identity != pair.Second.Identity))
        {
            throw new ArgumentException("The predictions are of different clips.", nameof(after));
        }

        var score = labels.Count > 0 ? MeasureClasses(labels, before, after, seed) : MeasureNumbers(targets, before, after, seed);
        return score with
        {
            IsIdentical = before.Zip(after).All(static pair =>
                pair.First.Probabilities.SequenceEqual(pair.Second.Probabilities) && pair.First.Numbers.SequenceEqual(pair.Second.Numbers)),
        };
    }

    private static StressScore MeasureClasses(
        IReadOnlyList<string> labels, IReadOnlyList<Prediction> before, IReadOnlyList<Prediction> after, ulong seed)
    {
        var metric = new UnweightedAverageRecall();
        List<Prediction> first = [.. before.Where(static clip => clip.Label.Length > 0)];
        List<Prediction> second = [.. after.Where(static clip => clip.Label.Length > 0)];
        var truth = Evaluator.Classes(labels, first, static clip => clip.Label);
        int[][] predicted =
        [
            Evaluator.Classes(labels, first, static clip => clip.Predicted), Evaluator.Classes(labels, second, static clip => clip.Predicted),
        ];
        var bootstrap = new Bootstrap(labels, truth, [.. first.Select(static clip => clip.Speaker)]);
        Func<ConfusionMatrix[], double>[] statistics =
        [
            matrices => metric.Compute(matrices[1]), matrices => metric.Compute(matrices[0]) - metric.Compute(matrices[1]),
        ];
        var whole = Array.ConvertAll(predicted, classes => new ConfusionMatrix(labels, truth, classes));
        var resampled = bootstrap.Resample(predicted, statistics, new SeededRandom(seed, Stream));

        // Draws of a single clip are all alike: an interval without width would claim what nobody knows.
        var intervals = Array.ConvertAll(
            resampled, values => bootstrap.UnitCount < 2 ? null : BootstrapInterval.FromResamples(values));
        return new StressScore(
            metric.Name,
            new MetricResult(metric.Name, statistics[0](whole), intervals[0]),
            new MetricResult($"{metric.Name}_drop", statistics[1](whole), intervals[1]),
            UnchangedOf(before, [.. before.Zip(after, static (a, b) => a.Predicted == b.Predicted ? 1.0 : 0.0)], seed),
            before.Count,
            bootstrap.Unit);
    }

    private static StressScore MeasureNumbers(
        IReadOnlyList<string> targets, IReadOnlyList<Prediction> before, IReadOnlyList<Prediction> after, ulong seed)
    {
        var metric = new ConcordanceCorrelationCoefficient();
        var comparison = PairedComparison.CompareNumbers(targets.Count, [before], [after], seed);
        return new StressScore(
            metric.Name,
            RegressionEvaluator.Evaluate(targets, after, seed).Find(metric.Name)!,
            new MetricResult(
                $"{metric.Name}_drop",
                0 - comparison.Difference,
                new BootstrapInterval(0 - comparison.Interval.High, 0 - comparison.Interval.Low)),
            UnchangedOf(before, UnchangedNumbers(targets.Count, before, after), seed),
            before.Count,
            comparison.Unit);
    }

    private static double[] UnchangedNumbers(int targets, IReadOnlyList<Prediction> before, IReadOnlyList<Prediction> after)
    {
        double[] limits =
        [
            .. Enumerable.Range(0, targets).Select(t =>
            {
                var known = before.Select(clip => (double)clip.TrueNumbers[t]).Where(double.IsFinite).ToList();
                return Tolerance * (known.Max() - known.Min());
            }),
        ];
        return
        [
            .. before.Zip(after, (a, b) =>
                Enumerable.Range(0, targets).All(t => Math.Abs((double)a.Numbers[t] - b.Numbers[t]) <= limits[t]) ? 1.0 : 0.0),
        ];
    }

    private static MetricResult UnchangedOf(IReadOnlyList<Prediction> clips, double[] unchanged, ulong seed)
    {
        var units = new BootstrapUnits([.. clips.Select(static clip => clip.Speaker)]);
        double[] ones = [.. unchanged.Select(static _ => 1.0)];
        var interval = new SumBootstrap(units, [unchanged, ones])
            .Intervals([static sums => sums[0] / sums[1]], new SeededRandom(seed, Stream))[0];
        return new MetricResult("unchanged", unchanged.Sum() / unchanged.Length, interval);
    }
}
