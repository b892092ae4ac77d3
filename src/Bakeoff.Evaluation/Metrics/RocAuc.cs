using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Area under the ROC curve, one class against the rest, mean over classes; undefined without probabilities, or if no class has
/// clips on both sides.</summary>
[Kind("roc_auc")]
[AlsoCalled("auc")]
public sealed class RocAuc : ClassificationMetric
{
    /// <inheritdoc/>
    public override int Position => 8;

    /// <inheritdoc/>
    public override double? Compute(ClassifiedClips clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (clips.Probabilities.IsEmpty)
        {
            return null;
        }

        var (sum, counted) = (0.0, 0);
        for (var k = 0; k < clips.ClassCount; k++)
        {
            if (OneAgainstRest(clips, k) is { } area)
            {
                sum += area;
                counted++;
            }
        }

        return counted == 0 ? null : sum / counted;
    }

    // Mann-Whitney: the share of (clip of the class, other clip) pairs in the right order, ties counting half. Ranks are doubled to stay
    // whole numbers.
    private static double? OneAgainstRest(ClassifiedClips clips, int k)
    {
        var truth = clips.Truth;
        var scores = new double[truth.Length];
        var isClass = new int[truth.Length];
        var positives = 0L;
        for (var i = 0; i < truth.Length; i++)
        {
            scores[i] = clips.Probabilities[(i * clips.ClassCount) + k];
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
