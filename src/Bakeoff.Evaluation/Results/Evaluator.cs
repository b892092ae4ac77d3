using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Evaluates classifications: metrics, intervals, and their breakdown by class, fold, speaker and text.</summary>
/// <remarks>Determinism: the result depends on the predictions in their order, the labels and the seed.</remarks>
public static class Evaluator
{
    private static readonly UnweightedAverageRecall Uar = new();
    private static readonly Accuracy Accuracy = new();
    private static readonly MacroF1 MacroF1 = new();

    /// <summary>Evaluates the predictions of all folds.</summary>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">At least one prediction of a clip whose label counts; others are left out.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>bootstrap</c> is used.</param>
    /// <exception cref="ArgumentException">There is no prediction, a label is unknown, or only some predictions have
    /// probabilities.</exception>
    /// <remarks>Cost: 2000 resamples of the test clips.</remarks>
    public static ClassificationResult Evaluate(IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        predictions = [.. predictions.Where(static prediction => prediction.Label.Length > 0)];
        var truth = Classes(labels, predictions, static prediction => prediction.Label);
        var predicted = Classes(labels, predictions, static prediction => prediction.Predicted);
        var probabilities = new double[predictions.Sum(static prediction => (long)prediction.Probabilities.Count)];
        foreach (var (i, p) in predictions.SelectMany(static prediction => prediction.Probabilities).Index())
        {
            probabilities[i] = p;
        }

        var clips = new ClassifiedClips(labels, truth, predicted, probabilities);
        var bootstrap = new Bootstrap(labels, truth, [.. predictions.Select(static prediction => prediction.Speaker)]);
        return new ClassificationResult
        {
            Confusion = clips.Confusion,
            Classes = ClassScore.All(clips.Confusion),
            Metrics = Measure(clips, bootstrap, predicted, seed),
            IntervalUnit = bootstrap.Unit,
            Calibration = Calibration.Measure(clips),
            Folds = Groups(static prediction => prediction.Fold, isSorted: false),
            Speakers = Groups(static prediction => prediction.Speaker, isSorted: true),
            Texts = Groups(static prediction => prediction.Text, isSorted: true),
        };

        IReadOnlyList<GroupScore> Groups(Func<Prediction, string> key, bool isSorted)
        {
            var groups = Enumerable.Range(0, truth.Length)
                .GroupBy(i => key(predictions[i]), StringComparer.Ordinal)
                .Where(static group => group.Key.Length > 0);
            return
            [
                .. (isSorted ? groups.OrderBy(static group => group.Key, StringComparer.Ordinal) : groups)
                    .Select(group => Score(labels, group.Key, [.. group.Select(i => truth[i])], [.. group.Select(i => predicted[i])])),
            ];
        }
    }

    /// <summary>Positions of the predictions' labels in the list of labels.</summary>
    /// <exception cref="ArgumentException">A label is unknown.</exception>
    internal static int[] Classes(IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, Func<Prediction, string> name)
    {
        var index = labels
            .Select(static (label, k) => (label, k))
            .ToDictionary(static pair => pair.label, static pair => pair.k, StringComparer.Ordinal);
        return [.. predictions.Select(prediction => index.TryGetValue(name(prediction), out var k)
            ? k
            : throw new ArgumentException(
                $"{prediction.Path} has label '{name(prediction)}', expected one of {string.Join(", ", labels)}.", nameof(predictions)))];
    }

    private static List<MetricResult> Measure(ClassifiedClips clips, Bootstrap bootstrap, int[] predicted, ulong seed)
    {
        var metrics = Metric.All.OfType<ClassificationMetric>();
        var resampled = metrics.OfType<ConfusionMetric>().Where(static metric => metric.HasInterval).ToList();
        List<Func<ConfusionMatrix[], double>> statistics = resampled.ConvertAll<Func<ConfusionMatrix[], double>>(
            static metric => matrices => metric.Compute(matrices[0]));
        var values = bootstrap.Resample([predicted], statistics, new SeededRandom(seed, "bootstrap"));
        var results = new List<MetricResult>();
        foreach (var metric in metrics)
        {
            if (metric.Compute(clips) is { } value)
            {
                var position = resampled.FindIndex(other => other == metric);
                // Draws of a single clip are all alike: an interval without width would claim what nobody knows.
                var isUndefined = position < 0 || bootstrap.UnitCount < 2 || Array.TrueForAll(values[position], double.IsNaN);
                var interval = isUndefined ? null : BootstrapInterval.FromResamples(values[position]);
                results.Add(new MetricResult(metric.Name, value, interval));
            }
        }

        return results;
    }

    // Classes without clips and without predictions count in none of these metrics; a small group of many classes has a small matrix.
    private static GroupScore Score(IReadOnlyList<string> labels, string name, int[] truth, int[] predicted)
    {
        int[] present = [.. truth.Concat(predicted).Distinct().Order()];
        var confusion = new ConfusionMatrix(
            [.. present.Select(k => labels[k])],
            Array.ConvertAll(truth, k => Array.BinarySearch(present, k)),
            Array.ConvertAll(predicted, k => Array.BinarySearch(present, k)));
        return new GroupScore(name, truth.Length, Uar.Compute(confusion), Accuracy.Compute(confusion), MacroF1.Compute(confusion));
    }
}
