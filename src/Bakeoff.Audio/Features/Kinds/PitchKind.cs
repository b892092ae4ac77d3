using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// Semitones above 27.5 Hz (no value where unvoiced) and voicing from 0 to 1, see <see cref="PitchTracker"/>. Two columns.
/// </summary>
[Kind("pitch")]
[AlsoCalled("f0")]
public sealed record PitchKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Pitch;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["pitch_semitones", "voicing"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new PitchMeasure(analysis.Pitch);
    }
}

/// <summary>Pitch in semitones above 27.5 Hz, NaN where unvoiced, and voicing.</summary>
internal sealed class PitchMeasure(ClipPitch pitch) : FrameMeasure
{
    /// <inheritdoc/>
    public override int RowCount => 2;

    /// <inheritdoc/>
    public override void Begin(int stride) => pitch.Begin(stride);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        pitch.Analyse(signal, group);

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var frequencyHz = pitch.FrequencyHz(frameCount);
        for (var t = 0; t < frameCount; t++)
        {
            rows[t] = Semitones.FromHertz(frequencyHz[t]);
        }

        pitch.Voicing(frameCount).CopyTo(rows[stride..]);
    }
}
