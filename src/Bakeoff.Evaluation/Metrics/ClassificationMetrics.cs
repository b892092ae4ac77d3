namespace Bakeoff.Evaluation.Metrics;

/// <summary>Figures of one set of predictions.</summary>
/// <remarks>
/// <para>Checked against scikit-learn 1.2.1 to 1e-9 (tests/fixtures/metrics). What a division by zero gives is said at each member.</para>
/// <para>Determinism: sums run in the order of clips and classes; equal arguments give equal bits on every machine.</para>
/// </remarks>
public sealed record ClassificationMetrics
{
    /// <summary>Counts of truth against prediction.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Share of clips recognised (weighted accuracy, WA).</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean recall of the classes that have clips (UAR, scikit-learn's balanced_accuracy_score): the headline.</summary>
    public required double UnweightedAverageRecall { get; init; }

    /// <summary>Mean F1 of the classes that have clips or were predicted.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean F1 weighted by the classes' clips.</summary>
    public required double WeightedF1 { get; init; }

    /// <summary>Cohen's kappa: agreement beyond chance; 0 where chance alone agrees fully.</summary>
    public required double CohenKappa { get; init; }

    /// <summary>Matthews correlation coefficient for several classes (Gorodkin 2004); 0 where truth or prediction is constant.</summary>
    public required double Matthews { get; init; }

    /// <summary>Figures of each class, in the order of labels.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>Mean negative log-likelihood, natural logarithm; probabilities are clipped to [2^-52, 1 - 2^-52] and scaled to sum 1. Null without probabilities.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Area under the ROC curve, one class against the rest, mean over the classes that have both; null without probabilities or such a class.</summary>
    public double? RocAuc { get; init; }

    /// <summary>How far the probability of the predicted class can be believed; null without probabilities.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>Computes all figures.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip.</param>
    /// <param name="predicted">Predicted class of each clip.</param>
    /// <param name="probabilities">Shape [clips, K], rows summing to 1; or empty.</param>
    /// <exception cref="ArgumentException">There is no clip, or the shapes do not fit together.</exception>
    public static ClassificationMetrics Compute(IReadOnlyList<string> labels, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> probabilities)
    {
        if (truth.IsEmpty)
        {
            throw new ArgumentException("There are 0 clips, expected at least 1.", nameof(truth));
        }

        var metrics = FromConfusion(new ConfusionMatrix(labels, truth, predicted));
        if (probabilities.IsEmpty)
        {
            return metrics;
        }

        if (probabilities.Length != truth.Length * labels.Count)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities, expected {truth.Length} clips x {labels.Count} classes.", nameof(probabilities));
        }

        return metrics with
        {
            LogLoss = ProbabilityScores.LogLoss(truth, probabilities, labels.Count),
            RocAuc = ProbabilityScores.RocAuc(truth, probabilities, labels.Count),
            Calibration = Calibration.Measure(truth, predicted, probabilities, labels.Count),
        };
    }

    /// <summary>Computes the figures that need no probabilities.</summary>
    /// <param name="confusion">Counts with at least one clip.</param>
    public static ClassificationMetrics FromConfusion(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var classes = Enumerable.Range(0, confusion.Labels.Count).Select(k => Score(confusion, k)).ToArray();
        var (total, correct, chance) = ((double)confusion.Total, 0.0, 0.0);
        var (recall, recallCount, f1, f1Count, weightedF1) = (0.0, 0, 0.0, 0, 0.0);
        var (truthSquares, predictedSquares) = (0.0, 0.0);
        for (var k = 0; k < classes.Length; k++)
        {
            var (support, taken) = ((double)confusion.Support(k), (double)confusion.PredictedCount(k));
            correct += confusion[k, k];
            chance += support * taken;
            truthSquares += support * support;
            predictedSquares += taken * taken;
            weightedF1 += classes[k].F1 * support;
            recall += classes[k].Recall;
            recallCount += support > 0 ? 1 : 0;
            f1 += classes[k].F1;
            f1Count += support + taken > 0 ? 1 : 0;
        }

        var spread = ((total * total) - truthSquares) * ((total * total) - predictedSquares);
        return new ClassificationMetrics
        {
            Confusion = confusion,
            Accuracy = correct / total,
            UnweightedAverageRecall = recall / recallCount,
            MacroF1 = f1 / f1Count,
            WeightedF1 = weightedF1 / total,
            CohenKappa = Divide((correct * total) - chance, (total * total) - chance),
            Matthews = Divide((correct * total) - chance, Math.Sqrt(spread)),
            Classes = classes,
        };
    }

    private static ClassScore Score(ConfusionMatrix confusion, int k)
    {
        var precision = Divide(confusion[k, k], confusion.PredictedCount(k));
        var recall = Divide(confusion[k, k], confusion.Support(k));
        return new ClassScore(confusion.Labels[k], precision, recall, Divide(2 * precision * recall, precision + recall), confusion.Support(k));
    }

    private static double Divide(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
