using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Whether one system is better than another on the same test clips.</summary>
/// <param name="Clips">Clips that both systems were tested on.</param>
/// <param name="UarDifference">UAR of the second minus UAR of the first.</param>
/// <param name="Interval">95 % interval of the difference, by paired bootstrap.</param>
/// <param name="PValue">Probability of a difference at least this large if the systems were exchangeable: randomisation test, two-sided, (1 + hits) / (1 + draws).</param>
/// <param name="Unit">What was drawn and exchanged: clips, or speakers where there are at least eight.</param>
/// <remarks>Randomisation test: E. W. Noreen, Computer-intensive methods for testing hypotheses, 1989; 10,000 draws. Deterministic by seed.</remarks>
public sealed record PairedComparison(int Clips, double UarDifference, BootstrapInterval Interval, double PValue, BootstrapUnit Unit)
{
    private const int Draws = 10_000;

    /// <summary>Compares two systems on the clips that both were tested on.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="first">Predictions of the first system.</param>
    /// <param name="second">Predictions of the second system.</param>
    /// <param name="seed">Seed; the stream <c>comparison</c> is used.</param>
    /// <exception cref="ArgumentException">The systems share no clip, or disagree about a clip's true label.</exception>
    public static PairedComparison Compare(IReadOnlyList<string> labels, IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (a, b) = Align(first, second);
        var truth = Evaluator.Classes(labels, a, static prediction => prediction.Label);
        int[][] predicted = [Evaluator.Classes(labels, a, static prediction => prediction.Predicted), Evaluator.Classes(labels, b, static prediction => prediction.Predicted)];
        var bootstrap = new Bootstrap(labels, truth, [.. a.Select(static prediction => prediction.Speaker)]);
        var random = new SeededRandom(seed, "comparison");
        var difference = Difference([new ConfusionMatrix(labels, truth, predicted[0]), new ConfusionMatrix(labels, truth, predicted[1])]);
        var resampled = bootstrap.Resample(predicted, [Difference], random.Stream("bootstrap"));
        return new PairedComparison(truth.Length, difference, BootstrapInterval.Of(resampled[0]), Randomise(bootstrap, labels.Count, predicted, random.Stream("exchange")), bootstrap.Unit);
    }

    private static double Difference(ConfusionMatrix[] matrices) =>
        ClassificationMetrics.FromConfusion(matrices[1]).UnweightedAverageRecall - ClassificationMetrics.FromConfusion(matrices[0]).UnweightedAverageRecall;

    // The supports stay, so that the difference is a sum over units of what each adds, with a random sign under exchange.
    private static double Randomise(Bootstrap bootstrap, int classes, int[][] predicted, SeededRandom random)
    {
        var supports = new int[classes];
        foreach (var k in bootstrap.Truth)
        {
            supports[k]++;
        }

        var present = supports.Count(static support => support > 0);
        var contributions = bootstrap.Units.Select(unit =>
        {
            var sum = 0.0;
            foreach (var i in unit)
            {
                var k = bootstrap.Truth[i];
                sum += ((predicted[1][i] == k ? 1 : 0) - (predicted[0][i] == k ? 1 : 0)) / (double)(supports[k] * present);
            }

            return sum;
        }).Where(static sum => sum != 0).ToArray();
        var observed = Math.Abs(Signed(contributions, static () => false));
        var hits = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            // Room for rounding: an exchange of equals must count as equal.
            hits += Math.Abs(Signed(contributions, () => random.NextInt32(2) == 1)) >= observed - 1e-12 ? 1 : 0;
        }

        return (1.0 + hits) / (1.0 + Draws);
    }

    private static double Signed(double[] contributions, Func<bool> isExchanged)
    {
        var sum = 0.0;
        foreach (var contribution in contributions)
        {
            sum += isExchanged() ? -contribution : contribution;
        }

        return sum;
    }

    private static (List<Prediction> First, List<Prediction> Second) Align(IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second)
    {
        var others = second.ToLookup(static prediction => prediction.Path, StringComparer.Ordinal);
        var pairs = first.OrderBy(static prediction => prediction.Path, StringComparer.Ordinal).Where(prediction => others.Contains(prediction.Path)).Select(prediction => (First: prediction, Second: others[prediction.Path].First())).ToList();
        if (pairs.Count == 0)
        {
            throw new ArgumentException("The systems share 0 test clips, expected at least 1. Compare experiments with the same dataset, split and seed.", nameof(second));
        }

        if (pairs.Find(static pair => pair.First.Label != pair.Second.Label) is { First: not null } odd)
        {
            throw new ArgumentException($"{odd.First.Path} is '{odd.First.Label}' for one system and '{odd.Second.Label}' for the other. Compare experiments with the same dataset.", nameof(second));
        }

        return (pairs.ConvertAll(static pair => pair.First), pairs.ConvertAll(static pair => pair.Second));
    }
}
