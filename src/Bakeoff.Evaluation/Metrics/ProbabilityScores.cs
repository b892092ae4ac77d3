using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Figures that judge probabilities rather than decisions. Shapes: probabilities [clips, K].</summary>
internal static class ProbabilityScores
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Mean negative log-likelihood, as scikit-learn's log_loss.</summary>
    public static double LogLoss(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes)
    {
        var sum = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            var rowSum = 0.0;
            foreach (var p in probabilities.Slice(i * classes, classes))
            {
                rowSum += Math.Clamp(p, Epsilon, 1 - Epsilon);
            }

            sum -= DeterministicMath.Log(Math.Clamp(probabilities[(i * classes) + truth[i]], Epsilon, 1 - Epsilon) / rowSum);
        }

        return sum / truth.Length;
    }

    /// <summary>Mean over classes of the area under the ROC curve, one class against the rest; null if no class has clips on both sides.</summary>
    public static double? RocAuc(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes)
    {
        var (sum, counted) = (0.0, 0);
        for (var k = 0; k < classes; k++)
        {
            if (RocAucOf(k, truth, probabilities, classes) is { } area)
            {
                sum += area;
                counted++;
            }
        }

        return counted == 0 ? null : sum / counted;
    }

    // Mann-Whitney: the area is the share of (clip of the class, other clip) pairs in the right order, ties counting half. Ranks are doubled to stay whole.
    private static double? RocAucOf(int k, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes)
    {
        var scores = new double[truth.Length];
        var isClass = new int[truth.Length];
        var positives = 0L;
        for (var i = 0; i < truth.Length; i++)
        {
            scores[i] = probabilities[(i * classes) + k];
            isClass[i] = truth[i] == k ? 1 : 0;
            positives += isClass[i];
        }

        var negatives = truth.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        Array.Sort(scores, isClass);
        var doubledRanks = 0L;
        for (var first = 0; first < scores.Length;)
        {
            var end = first;
            var inGroup = 0L;
            while (end < scores.Length && scores[end] == scores[first])
            {
                inGroup += isClass[end++];
            }

            doubledRanks += inGroup * (first + 1 + end);
            first = end;
        }

        return (doubledRanks - (positives * (positives + 1))) / (2.0 * positives * negatives);
    }
}
