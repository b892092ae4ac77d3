using Bakeoff.Numerics;

namespace Bakeoff.Neural.Data;

/// <summary>A number that a network predicts, with the scale on which it was learned: the network's output is (number - mean) / standard
/// deviation.</summary>
/// <remarks>On this scale losses of several targets weigh the same and first weights fit, whatever the units of a corpus.</remarks>
/// <param name="Name">Name of the target, such as <c>arousal</c>.</param>
/// <param name="Mean">Mean of the training clips, in the units of the corpus; 0 before training.</param>
/// <param name="StandardDeviation">Population standard deviation of the training clips; 1 before training and for a constant.</param>
public sealed record TargetScale(string Name, double Mean, double StandardDeviation)
{
    /// <summary>Fits the scale to the numbers of some clips.</summary>
    /// <param name="name">Name of the target.</param>
    /// <param name="clips">Training clips with targets.</param>
    /// <param name="target">Position of the target.</param>
    internal static TargetScale Fit(string name, SequenceSet clips, int target)
    {
        var values = clips.PresentTargets(target);
        var moments = Moments.Of(values);

        // The mean of equal numbers may be rounded, and their deviation from it is then not 0.
        return values.AsSpan().ContainsAnyExcept(values[0])
            ? new TargetScale(name, moments.Mean, moments.StandardDeviation)
            : new TargetScale(name, values[0], 1);
    }

    /// <summary>The numbers of all clips on the scales, row-major [clips, targets]; NaN stays NaN.</summary>
    internal static float[] Standardize(SequenceSet clips, IReadOnlyList<TargetScale> scales)
    {
        var values = new float[clips.ClipCount * scales.Count];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            var targets = clips.Targets(clip);
            for (var target = 0; target < scales.Count; target++)
            {
                var (_, mean, standardDeviation) = scales[target];
                values[(clip * scales.Count) + target] = (float)((targets[target] - mean) / standardDeviation);
            }
        }

        return values;
    }

    /// <summary>The number that an output stands for, in the units of the corpus.</summary>
    /// <param name="output">Output of the network.</param>
    public float Restore(float output) => (float)(Mean + (StandardDeviation * output));
}
