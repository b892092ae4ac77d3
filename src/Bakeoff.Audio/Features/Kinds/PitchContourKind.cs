using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// Semitones above the median of the clip (no value where unvoiced), and 1 for voiced frames: intonation without the register of the
/// speaker. Two columns.
/// </summary>
[Kind("pitch_contour")]
public sealed record PitchContourKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Pitch;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["pitch_contour_semitones", "voiced"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new PitchContourMeasure(analysis.Pitch);
    }
}

/// <summary>
/// Pitch contour, independent of the speaker: semitones above the clip's own median, NaN where unvoiced, and 1 for voiced frames, 0 for
/// others.
/// </summary>
/// <remarks>
/// The median stands for the speaker's register, which the difference takes out; what remains is intonation. The second row's mean is the
/// voiced share, its changes are the rhythm of voiced and unvoiced stretches.
/// </remarks>
internal sealed class PitchContourMeasure(ClipPitch pitch) : PitchStretchMeasure(pitch)
{
    private readonly ClipPitch _pitch = pitch;
    private float[] _sorted = [];
    private float? _median;

    /// <inheritdoc/>
    public override int RowCount => 2;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount)
    {
        base.BeginClip(frameCount);
        _median = null;
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var median = _median ??= FindMedian(_pitch.FrequencyHz(stretch.ClipFrames));
        var frequencyHz = FrequencyHz(stretch);
        for (var t = 0; t < stretch.Count; t++)
        {
            rows[stretch.First + t] = Semitones.FromHertz(frequencyHz[t]) - median;
            rows[stride + stretch.First + t] = frequencyHz[t] > 0 ? 1 : 0;
        }
    }

    private float FindMedian(ReadOnlySpan<float> frequencyHz)
    {
        _sorted = _sorted.Length < frequencyHz.Length ? new float[frequencyHz.Length] : _sorted;
        var voicedCount = 0;
        foreach (var hertz in frequencyHz)
        {
            if (hertz > 0)
            {
                _sorted[voicedCount++] = Semitones.FromHertz(hertz);
            }
        }

        return Median(_sorted.AsSpan(0, voicedCount));
    }

    private static float Median(Span<float> values)
    {
        values.Sort();
        return values.IsEmpty ? 0 : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
