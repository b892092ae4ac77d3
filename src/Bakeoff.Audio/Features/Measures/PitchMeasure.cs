using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Pitch in semitones above 27.5 Hz, NaN where unvoiced, and voicing.</summary>
internal sealed class PitchMeasure(PitchTracker tracker, FrameGrid grid) : FrameMeasure
{
    private const double ReferenceHz = 27.5;

    /// <inheritdoc/>
    public override int RowCount => 2;

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
        foreach (ref var value in pitch)
        {
            value = value > 0 ? (float)(12 * DeterministicMath.Log(value / ReferenceHz) / DeterministicMath.Log(2.0)) : float.NaN;
        }
    }
}
