using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Share of neighbouring samples whose sign differs. One column, 0 to 1.</summary>
[Kind("zero_crossing_rate")]
[AlsoCalled("zcr")]
public sealed record ZeroCrossingRateKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["zero_crossing_rate"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new ZeroCrossingMeasure(analysis.Grid);
    }
}

/// <summary>
/// Share of samples in each frame whose sign differs from the sample before, as librosa.feature.zero_crossing_rate: values within 1e-10 of
/// zero count as zero, zero as positive, the signal is continued by its first and last value.
/// </summary>
internal sealed class ZeroCrossingMeasure(FrameGrid grid) : StretchMeasure
{
    private const float Threshold = 1e-10f;

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        for (var f = group.FirstFrame; f < group.FirstFrame + group.FrameCount; f++)
        {
            // The continued ends never cross zero, so that only pairs inside the signal need to be looked at.
            var first = Math.Max(grid.Start(f) + 1, 1);
            var end = Math.Min(grid.Start(f) + grid.FrameLength, signal.Length);
            var crossings = 0;
            for (var n = first; n < end; n++)
            {
                crossings += IsNegative(signal[n]) != IsNegative(signal[n - 1]) ? 1 : 0;
            }

            rows[f] = (float)((double)crossings / grid.FrameLength);
        }
    }

    private static bool IsNegative(float sample) => sample < -Threshold;
}
