using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Weights of the classes in the loss.</summary>
internal static class ClassWeights
{
    /// <summary>Counts the clips of each class.</summary>
    public static int[] CountClips(SequenceSet train, int classes)
    {
        var counts = new int[classes];
        for (var clip = 0; clip < train.ClipCount; clip++)
        {
            if (train.Label(clip) != BatchTruth.NoLabel)
            {
                counts[train.Label(clip)]++;
            }
        }

        return counts;
    }

    /// <summary>Computes the weights; those that follow from the clips have mean 1 over the clips.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="counts">Training clips of each class.</param>
    /// <exception cref="ArgumentException">The number of given weights is not the number of classes.</exception>
    public static double[] Compute(TrainingOptions options, int[] counts)
    {
        if (options.ClassWeightValues is { } given)
        {
            return given.Count == counts.Length
                ? [.. given]
                : throw new ArgumentException(
                    FormattableString.Invariant($"training: class_weight_values has {given.Count} numbers, expected {counts.Length}, one for each class.")
                        + " Give them in the order of the labels.",
                    nameof(options));
        }

        var clips = counts.Sum();
        var weights = Array.ConvertAll(counts, count => options.ClassWeights switch
        {
            // A class without clips never enters the loss, so its weight does not matter; 1 keeps it finite.
            _ when count == 0 => 1,
            ClassWeighting.Balanced => clips / ((double)counts.Length * count),
            ClassWeighting.SquareRoot => Math.Sqrt(clips / (double)count),
            ClassWeighting.EffectiveNumber =>
                (1 - options.EffectiveNumberBeta) / (1 - DeterministicMath.Pow(options.EffectiveNumberBeta, count)),
            _ => 1,
        });
        if (options.ClassWeights is ClassWeighting.SquareRoot or ClassWeighting.EffectiveNumber)
        {
            var sum = counts.Zip(weights, static (count, weight) => count * weight).Sum();
            weights = Array.ConvertAll(weights, weight => weight * clips / sum);
        }

        return weights;
    }

    /// <summary>Logit adjustment of each class: tau x log of its share of the clips. A class without clips counts as one with a single
    /// clip.</summary>
    public static float[] Offsets(double tau, int[] counts) =>
        Array.ConvertAll(counts, count => (float)(tau * DeterministicMath.Log(Math.Max(count, 1) / (double)counts.Sum())));
}
