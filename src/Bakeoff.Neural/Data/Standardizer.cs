using Bakeoff.Numerics;

namespace Bakeoff.Neural.Data;

/// <summary>Shifts and scales each feature to mean 0 and standard deviation 1 over the frames it was fitted to.</summary>
/// <remarks>Fit it on training frames only; otherwise validation and test metrics are biased by their own
/// clips. Sums are float64 in frame order: same bits everywhere.</remarks>
public sealed class Standardizer
{
    private readonly float[] _mean;
    private readonly float[] _standardDeviation;
    private readonly float[] _scale;

    internal Standardizer(float[] mean, float[] standardDeviation)
    {
        _mean = mean;
        _standardDeviation = standardDeviation;
        _scale = [.. standardDeviation.Select(value => 1 / value)];
    }

    /// <summary>Mean of each feature.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>Population standard deviation of each feature; 1 for a constant feature.</summary>
    public IReadOnlyList<float> StandardDeviation => _standardDeviation;

    internal ReadOnlySpan<float> Means => _mean;

    internal ReadOnlySpan<float> Scales => _scale;

    /// <summary>Computes mean and standard deviation over all frames of a set, in two passes.</summary>
    /// <param name="frames">Training features only.</param>
    /// <exception cref="ArgumentException">The set has no clips.</exception>
    public static Standardizer Fit(SequenceSet frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.TotalFrames == 0)
        {
            throw new ArgumentException("The set has no frames, expected at least one to take a mean of.", nameof(frames));
        }

        var moments = Moments.OfColumns(frames.ClipCount, frames.Frames, frames.FeatureCount);
        return new Standardizer(
            Array.ConvertAll(moments, static feature => (float)feature.Mean),
            Array.ConvertAll(moments, static feature => ScaleOf(feature.StandardDeviation)));
    }

    // Dividing by the standard deviation of a constant feature would turn rounding noise into signal.
    private static float ScaleOf(double standardDeviation) => standardDeviation > 1e-12 ? (float)standardDeviation : 1;
}
