using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>
/// Evaluates predicted numbers: metrics for each target and their means, intervals, and the breakdown by fold, speaker and text.
/// </summary>
/// <remarks>Determinism: the result depends on the predictions in their order, the targets and the seed.</remarks>
public sealed class RegressionEvaluator
{
    private static readonly ConcordanceCorrelationCoefficient Ccc = new();
    private static readonly MeanAbsoluteError AbsoluteError = new();
    private static readonly RootMeanSquaredError SquaredError = new();

    private readonly IReadOnlyList<string> _targets;
    private readonly IReadOnlyList<Prediction> _predictions;

    // Shape [targets][clips]; no pair where a clip has no true number.
    private readonly NumberPairs[][] _pairs;

    private RegressionEvaluator(IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions)
    {
        _targets = targets;
        _predictions = predictions;
        _pairs = [.. Enumerable.Range(0, targets.Count).Select(Pairs)];
    }

    /// <summary>Evaluates the predictions of all folds.</summary>
    /// <param name="targets">Names of the targets, in the order of the predicted numbers.</param>
    /// <param name="predictions">At least one prediction.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>bootstrap</c> is used.</param>
    /// <exception cref="ArgumentException">There is no prediction, or one has not a number for each target.</exception>
    /// <remarks>Cost: 2000 resamples of the test clips, or of their speakers if there are at least eight.</remarks>
    public static RegressionResult Evaluate(IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0)
        {
            throw new ArgumentException("There are 0 predictions, expected at least 1.", nameof(predictions));
        }

        if (predictions.FirstOrDefault(row => row.TrueNumbers.Count != targets.Count || row.Numbers.Count != targets.Count) is { } odd)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{odd.Path} has {odd.TrueNumbers.Count} true and {odd.Numbers.Count} predicted numbers, ")
                    + FormattableString.Invariant($"expected {targets.Count} of both."),
                nameof(predictions));
        }

        return new RegressionEvaluator(targets, predictions).Evaluate(seed);
    }

    private RegressionResult Evaluate(ulong seed)
    {
        var units = new BootstrapUnits([.. _predictions.Select(static prediction => prediction.Speaker)]);
        var figures = RegressionFigures.Of(_targets);
        var values = new RegressionBootstrap(units, _pairs).Resample(
            figures.ConvertAll(static figure => figure.Compute), new SeededRandom(seed, "bootstrap"));
        var all = Sums(Enumerable.Range(0, _predictions.Count));
        var metrics = new List<MetricResult>();
        var undefined = new List<string>();
        foreach (var (i, (name, compute)) in figures.Index())
        {
            var value = compute(all);
            if (double.IsNaN(value))
            {
                undefined.Add(name);
                continue;
            }

            // Draws of a single unit are all alike: an interval without width would claim what nobody knows.
            var isUndefined = units.Count < 2 || Array.TrueForAll(values[i], double.IsNaN);
            metrics.Add(new MetricResult(name, value, isUndefined ? null : BootstrapInterval.FromResamples(values[i])));
        }

        return new RegressionResult
        {
            Targets = [.. _targets.Select((target, t) => new TargetScore(target, (int)all[t].Count))],
            Clips = _predictions.Count,
            Metrics = metrics,
            Undefined = undefined,
            IntervalUnit = units.Unit,
            Folds = Groups(static prediction => prediction.Fold, isSorted: false),
            Speakers = Groups(static prediction => prediction.Speaker, isSorted: true),
            Texts = Groups(static prediction => prediction.Text, isSorted: true),
        };
    }

    private NumberPairs[] Pairs(int target)
    {
        var origin = _predictions.Select(prediction => prediction.TrueNumbers[target]).FirstOrDefault(static truth => !float.IsNaN(truth));
        return
        [
            .. _predictions.Select(prediction => float.IsNaN(prediction.TrueNumbers[target])
                ? default
                : NumberPairs.Of(prediction.TrueNumbers[target], prediction.Numbers[target], origin)),
        ];
    }

    private NumberPairs[] Sums(IEnumerable<int> clips)
    {
        var sums = new NumberPairs[_targets.Count];
        foreach (var clip in clips)
        {
            for (var target = 0; target < sums.Length; target++)
            {
                sums[target] += _pairs[target][clip];
            }
        }

        return sums;
    }

    private IReadOnlyList<RegressionGroupScore> Groups(Func<Prediction, string> key, bool isSorted)
    {
        var groups = Enumerable.Range(0, _predictions.Count)
            .GroupBy(i => key(_predictions[i]), StringComparer.Ordinal)
            .Where(static group => group.Key.Length > 0);
        var ordered = isSorted ? groups.OrderBy(static group => group.Key, StringComparer.Ordinal) : groups;
        return [.. ordered.Select(group => Score(group.Key, [.. group]))];
    }

    private RegressionGroupScore Score(string name, int[] clips)
    {
        var sums = Sums(clips);
        return new RegressionGroupScore(
            name, clips.Length, Defined(Ccc, sums), Defined(AbsoluteError, sums), Defined(SquaredError, sums));
    }

    private static double? Defined(RegressionMetric metric, NumberPairs[] sums) =>
        RegressionFigures.Mean(metric, sums) is var value && double.IsNaN(value) ? null : value;
}
