using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Judges predictions: figures, intervals, and their breakdown by fold, speaker and text.</summary>
/// <remarks>Determinism: depends on the predictions in their order, the labels and the seed.</remarks>
public static class Evaluator
{
    /// <summary>Judges the predictions of all folds.</summary>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">At least one prediction.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>bootstrap</c> is used.</param>
    /// <exception cref="ArgumentException">There is no prediction, a label is unknown, or some have probabilities and some have not.</exception>
    public static EvaluationResult Evaluate(IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        var truth = Classes(labels, predictions, static prediction => prediction.Label);
        var predicted = Classes(labels, predictions, static prediction => prediction.Predicted);
        var probabilities = predictions.SelectMany(static prediction => prediction.Probabilities).Select(static p => (double)p).ToArray();
        var bootstrap = new Bootstrap(labels, truth, [.. predictions.Select(static prediction => prediction.Speaker)]);
        var resampled = bootstrap.Resample(
            [predicted],
            [
                static matrices => ClassificationMetrics.FromConfusion(matrices[0]).UnweightedAverageRecall,
                static matrices => ClassificationMetrics.FromConfusion(matrices[0]).Accuracy,
                static matrices => ClassificationMetrics.FromConfusion(matrices[0]).MacroF1,
            ],
            new SeededRandom(seed, "bootstrap"));
        return new EvaluationResult
        {
            Pooled = ClassificationMetrics.Compute(labels, truth, predicted, probabilities),
            UarInterval = BootstrapInterval.Of(resampled[0]),
            AccuracyInterval = BootstrapInterval.Of(resampled[1]),
            MacroF1Interval = BootstrapInterval.Of(resampled[2]),
            IntervalUnit = bootstrap.Unit,
            Folds = Groups(static prediction => prediction.Fold, isSorted: false),
            Speakers = Groups(static prediction => prediction.Speaker, isSorted: true),
            Texts = Groups(static prediction => prediction.Text, isSorted: true),
        };

        IReadOnlyList<GroupScore> Groups(Func<Prediction, string> key, bool isSorted)
        {
            var groups = Enumerable.Range(0, truth.Length).GroupBy(i => key(predictions[i]), StringComparer.Ordinal).Where(static group => group.Key.Length > 0);
            return [.. (isSorted ? groups.OrderBy(static group => group.Key, StringComparer.Ordinal) : groups).Select(group => Score(labels, group.Key, [.. group], truth, predicted))];
        }
    }

    internal static int[] Classes(IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, Func<Prediction, string> name)
    {
        var index = labels.Select(static (label, k) => (label, k)).ToDictionary(static pair => pair.label, static pair => pair.k, StringComparer.Ordinal);
        return [.. predictions.Select(prediction => index.TryGetValue(name(prediction), out var k)
            ? k
            : throw new ArgumentException($"{prediction.Path} has label '{name(prediction)}', expected one of {string.Join(", ", labels)}.", nameof(predictions)))];
    }

    private static GroupScore Score(IReadOnlyList<string> labels, string name, int[] clips, int[] truth, int[] predicted)
    {
        var metrics = ClassificationMetrics.FromConfusion(new ConfusionMatrix(labels, Array.ConvertAll(clips, i => truth[i]), Array.ConvertAll(clips, i => predicted[i])));
        return new GroupScore(name, clips.Length, metrics.UnweightedAverageRecall, metrics.Accuracy, metrics.MacroF1);
    }
}
