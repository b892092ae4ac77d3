using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Jitter, shimmer and harmonics-to-noise ratio around the middle of each voiced frame; NaN elsewhere.</summary>
internal sealed class VoiceQualityMeasure(PitchTracker tracker, FrameGrid grid, int sampleRateHz) : FrameMeasure
{
    /// <inheritdoc/>
    public override int RowCount => 3;

    /// <inheritdoc/>
    public override void Begin(int stride) => tracker.Begin(stride);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        tracker.Analyse(signal, grid.Centre(group.FirstFrame), grid.HopLength, group.FirstFrame, group.FrameCount);

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var pitch = rows[..frameCount];
        tracker.Decode(grid.HopLength, pitch, rows.Slice(stride, frameCount));
        for (var t = 0; t < frameCount; t++)
        {
            var quality = pitch[t] > 0 ? VoiceQuality.Measure(signal, grid.Centre(t), sampleRateHz / (double)pitch[t]) : null;
            rows[t] = quality?.Jitter ?? float.NaN;
            rows[stride + t] = quality?.Shimmer ?? float.NaN;
            rows[2 * stride + t] = quality?.HarmonicsToNoiseDb ?? float.NaN;
        }
    }
}
