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
internal sealed class PitchContourMeasure(ClipPitch pitch) : FrameMeasure
{
    private float[] _sorted = [];

    /// <inheritdoc/>
    public override int RowCount => 2;

    /// <inheritdoc/>
    public override void Begin(int stride)
    {
        pitch.Begin(stride);
        _sorted = _sorted.Length < stride ? new float[stride] : _sorted;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        pitch.Analyse(signal, group);

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var frequencyHz = pitch.FrequencyHz(frameCount);
        var voicedCount = 0;
        for (var t = 0; t < frameCount; t++)
        {
            rows[t] = Semitones.FromHertz(frequencyHz[t]);
            rows[stride + t] = frequencyHz[t] > 0 ? 1 : 0;
            if (frequencyHz[t] > 0)
            {
                _sorted[voicedCount++] = rows[t];
            }
        }

        Subtract(Median(_sorted.AsSpan(0, voicedCount)), rows[..frameCount]);
    }

    private static float Median(Span<float> values)
    {
        values.Sort();
        return values.IsEmpty ? 0 : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static void Subtract(float median, Span<float> pitch)
    {
        foreach (ref var value in pitch)
        {
            value -= median;
        }
    }
}
