using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// Jitter, shimmer and harmonics-to-noise ratio in dB of the voiced frames, see <see cref="VoiceQuality"/>. Three columns.
/// </summary>
[Kind("voice_quality")]
public sealed record VoiceQualityKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.Pitch;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["jitter", "shimmer", "hnr_db"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new VoiceQualityMeasure(analysis.Pitch, analysis.Grid, analysis.SampleRateHz);
    }
}

/// <summary>Jitter, shimmer and harmonics-to-noise ratio around the middle of each voiced frame; NaN elsewhere.</summary>
internal sealed class VoiceQualityMeasure(ClipPitch pitch, FrameGrid grid, int sampleRateHz) : PitchStretchMeasure(pitch)
{
    /// <inheritdoc/>
    public override int RowCount => 3;

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var frequencyHz = FrequencyHz(stretch);
        for (var t = 0; t < stretch.Count; t++)
        {
            var column = stretch.First + t;
            var quality = frequencyHz[t] > 0
                ? VoiceQuality.Measure(signal, grid.Centre(column), sampleRateHz / (double)frequencyHz[t])
                : null;
            rows[column] = quality?.Jitter ?? float.NaN;
            rows[stride + column] = quality?.Shimmer ?? float.NaN;
            rows[2 * stride + column] = quality?.HarmonicsToNoiseDb ?? float.NaN;
        }
    }
}
