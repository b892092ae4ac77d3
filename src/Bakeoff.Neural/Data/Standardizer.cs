using Bakeoff.Numerics;

namespace Bakeoff.Neural.Data;

/// <summary>Shifts and scales each feature to mean 0 and deviation 1 over the frames it was fitted to.</summary>
/// <remarks>Fit on training frames only, or validation and test figures know their own statistics. Sums are float64 in frame order: same bits everywhere.</remarks>
public sealed class Standardizer
{
    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly float[] _scale;

    internal Standardizer(float[] mean, float[] deviation)
    {
        _mean = mean;
        _deviation = deviation;
        _scale = [.. deviation.Select(value => 1 / value)];
    }

    /// <summary>Mean of each feature.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>Population deviation of each feature; 1 for a feature that never changes.</summary>
    public IReadOnlyList<float> Deviation => _deviation;

    internal ReadOnlySpan<float> Means => _mean;

    internal ReadOnlySpan<float> Scales => _scale;

    /// <summary>Takes mean and deviation over all frames of a set, in two passes.</summary>
    /// <param name="frames">Training features only.</param>
    /// <exception cref="ArgumentException">The set has no clips.</exception>
    public static Standardizer Fit(SequenceSet frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.TotalFrames == 0)
        {
            throw new ArgumentException("The set has no frames, expected at least one to take a mean of.", nameof(frames));
        }

        var moments = Moments.OfColumns(frames.Values, frames.FeatureCount);
        return new Standardizer(
            Array.ConvertAll(moments, static feature => (float)feature.Mean),
            Array.ConvertAll(moments, static feature => ScaleOf(feature.StandardDeviation)));
    }

    // Dividing by the standard deviation of a constant feature would turn rounding noise into signal.
    private static float ScaleOf(double standardDeviation) => standardDeviation > 1e-12 ? (float)standardDeviation : 1;
}
