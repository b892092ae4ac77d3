using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>Paired comparison of two systems on the same test clips.</summary>
/// <param name="Clips">Number of clips on which both systems were tested.</param>
/// <param name="UarDifference">UAR of the second system minus UAR of the first.</param>
/// <param name="Interval">95 % interval of the difference, by paired bootstrap.</param>
/// <param name="PValue">Two-sided p-value of a randomisation test: (1 + hits) / (1 + draws).</param>
/// <param name="Unit">The unit that was drawn and exchanged: clips, or speakers if there are at least eight.</param>
/// <remarks>Randomisation test: E. W. Noreen, Computer-intensive methods for testing hypotheses, 1989; 10,000 draws. Deterministic by
/// seed.</remarks>
public sealed record PairedComparison(int Clips, double UarDifference, BootstrapInterval Interval, double PValue, BootstrapUnit Unit)
{
    private const int Draws = 10_000;
    private static readonly UnweightedAverageRecall Uar = new();

    /// <summary>Compares two systems on the clips on which both were tested.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="first">Predictions of the first system.</param>
    /// <param name="second">Predictions of the second system.</param>
    /// <param name="seed">Seed; the stream <c>comparison</c> is used.</param>
    /// <exception cref="IncomparableResultsException">The systems share no clip, or disagree about the true label of a clip.</exception>
    /// <exception cref="ArgumentException">A label is not one of <paramref name="labels"/>.</exception>
    public static PairedComparison Compare(
        IReadOnlyList<string> labels, IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (a, b) = Align(first, second);
        var truth = Evaluator.Classes(labels, a, static prediction => prediction.Label);
        int[][] predicted =
        [
            Evaluator.Classes(labels, a, static prediction => prediction.Predicted),
            Evaluator.Classes(labels, b, static prediction => prediction.Predicted),
        ];
        var bootstrap = new Bootstrap(labels, truth, [.. a.Select(static prediction => prediction.Speaker)]);
        var random = new SeededRandom(seed, "comparison");
        var difference = Difference([new ConfusionMatrix(labels, truth, predicted[0]), new ConfusionMatrix(labels, truth, predicted[1])]);
        var resampled = bootstrap.Resample(predicted, [Difference], random.Stream("bootstrap"));
        var pValue = Randomise(bootstrap, labels.Count, predicted, random.Stream("exchange"));
        return new PairedComparison(truth.Length, difference, BootstrapInterval.FromResamples(resampled[0]), pValue, bootstrap.Unit);
    }

    private static double Difference(ConfusionMatrix[] matrices) => Uar.Compute(matrices[1]) - Uar.Compute(matrices[0]);

    // An exchange does not change the supports, so that the difference is a sum over units of their contributions, each with a random sign.
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
        var observed = Math.Abs(SignedSum(contributions, static () => false));
        var hits = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            // The tolerance makes an exchange of equals count as equal in spite of rounding.
            hits += Math.Abs(SignedSum(contributions, () => random.NextInt32(2) == 1)) >= observed - 1e-12 ? 1 : 0;
        }

        return (1.0 + hits) / (1.0 + Draws);
    }

    private static double SignedSum(double[] contributions, Func<bool> isExchanged)
    {
        var sum = 0.0;
        foreach (var contribution in contributions)
        {
            sum += isExchanged() ? -contribution : contribution;
        }

        return sum;
    }

    private static (List<Prediction> First, List<Prediction> Second) Align(
        IReadOnlyList<Prediction> first, IReadOnlyList<Prediction> second)
    {
        // A clip is its samples, wherever it lies; predictions made elsewhere may know its path only.
        var isKnown = first.Concat(second).All(static prediction => prediction.Sha256.Length > 0);
        Func<Prediction, string> identity = isKnown ? static prediction => prediction.Sha256 : static prediction => prediction.Path;
        var others = second.ToLookup(identity, StringComparer.Ordinal);
        var pairs = first
            .OrderBy(identity, StringComparer.Ordinal)
            .Where(prediction => others.Contains(identity(prediction)))
            .Select(prediction => (First: prediction, Second: others[identity(prediction)].First()))
            .ToList();
        if (pairs.Count == 0)
        {
            throw new IncomparableResultsException(new ErrorDetails("the systems share {value} test clips")
            {
                Value = "0",
                Rule = "at least 1",
                NextStep = "Compare experiments with the same dataset, split and seed.",
            });
        }

        if (pairs.Find(static pair => pair.First.Label != pair.Second.Label) is { First: not null } odd)
        {
            throw new IncomparableResultsException(new ErrorDetails("its label is {value} for the second system")
            {
                Where = odd.First.Path,
                Value = $"'{odd.Second.Label}'",
                Rule = $"'{odd.First.Label}' as for the first system",
                NextStep = "Compare experiments with the same dataset.",
            });
        }

        return (pairs.ConvertAll(static pair => pair.First), pairs.ConvertAll(static pair => pair.Second));
    }
}
