using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Root mean square of the samples under the frame, no window. One column.</summary>
[Kind("rms")]
[AlsoCalled("energy")]
public sealed record RmsKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["rms"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new RmsMeasure(analysis.Grid);
    }
}

/// <summary>Root mean square of the samples under each frame, zeros beyond both ends, as librosa.feature.rms(y=...).</summary>
internal sealed class RmsMeasure(FrameGrid grid) : StretchMeasure
{
    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        for (var f = group.FirstFrame; f < group.FirstFrame + group.FrameCount; f++)
        {
            var first = Math.Max(grid.Start(f), 0);
            var end = Math.Min(grid.Start(f) + grid.FrameLength, signal.Length);
            var sum = 0.0;
            for (var n = first; n < end; n++)
            {
                sum = Math.FusedMultiplyAdd(signal[n], signal[n], sum);
            }

            rows[f] = (float)Math.Sqrt(sum / grid.FrameLength);
        }
    }
}
