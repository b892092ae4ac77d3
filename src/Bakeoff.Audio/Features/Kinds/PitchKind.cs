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
internal sealed class PitchMeasure(ClipPitch pitch) : PitchStretchMeasure(pitch)
{
    /// <inheritdoc/>
    public override int RowCount => 2;

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var frequencyHz = FrequencyHz(stretch);
        for (var t = 0; t < stretch.Count; t++)
        {
            rows[stretch.First + t] = Semitones.FromHertz(frequencyHz[t]);
        }

        Voicing(stretch).CopyTo(rows[(stride + stretch.First)..]);
    }
}
