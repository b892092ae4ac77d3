using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Training;

/// <summary>Weights of the classes in the loss.</summary>
internal static class ClassWeights
{
    /// <exception cref="ArgumentException">The number of given weights is not the number of classes.</exception>
    public static double[] Compute(TrainingOptions options, SequenceSet train, int classes)
    {
        if (options.ClassWeightValues is { } given)
        {
            return given.Count == classes
                ? [.. given]
                : throw new ArgumentException(
                    FormattableString.Invariant($"training: class_weight_values has {given.Count} numbers, expected {classes}, one for each class.")
                        + " Give them in the order of the labels.",
                    nameof(options));
        }

        var weights = new double[classes];
        Array.Fill(weights, 1);
        if (options.ClassWeights == ClassWeighting.Balanced)
        {
            var counts = new int[classes];
            for (var clip = 0; clip < train.ClipCount; clip++)
            {
                counts[train.Label(clip)]++;
            }

            for (var k = 0; k < classes; k++)
            {
                // A class without clips never enters the loss, so its weight does not matter; 1 keeps it finite.
                weights[k] = counts[k] == 0 ? 1 : train.ClipCount / ((double)classes * counts[k]);
            }
        }

        return weights;
    }
}
