using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// A measure that builds on the pitch of the clip: every frame is analysed first, then the path through all of them is found.
/// </summary>
internal abstract class PitchStretchMeasure(ClipPitch pitch) : StretchMeasure
{
    /// <inheritdoc/>
    public override int GatherCount => 1;

    /// <inheritdoc/>
    public override int Reach => pitch.Reach;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount) => pitch.Begin(frameCount);

    /// <inheritdoc/>
    public override void BeginStretch(FrameStretch stretch) => pitch.MoveTo(stretch.Offset);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        pitch.Analyse(signal, group);

    /// <summary>[Count] fundamental frequency in hertz of the stretch's frames, 0 where unvoiced.</summary>
    protected ReadOnlySpan<float> FrequencyHz(FrameStretch stretch) =>
        pitch.FrequencyHz(stretch.ClipFrames).Slice(stretch.Offset + stretch.First, stretch.Count);

    /// <summary>[Count] strength of the periodicity of the stretch's frames, 0 to 1.</summary>
    protected ReadOnlySpan<float> Voicing(FrameStretch stretch) =>
        pitch.Voicing(stretch.ClipFrames).Slice(stretch.Offset + stretch.First, stretch.Count);
}
