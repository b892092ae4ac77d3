using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Centre of gravity of the magnitude spectrum in hertz. One column.</summary>
[Kind("spectral_centroid")]
public sealed record SpectralCentroidKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["spectral_centroid"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralCentroidMeasure(analysis.BinWidthHz);
    }
}

/// <summary>
/// Centre of gravity of the magnitude spectrum: sum(f |X|) / sum(|X|) in hertz, 0 for silence, as librosa.feature.spectral_centroid.
/// </summary>
internal sealed class SpectralCentroidMeasure(float binWidthHz) : StretchMeasure
{
    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride) =>
        Compute(group.Magnitude, binWidthHz, out _).CopyTo(rows[group.FirstFrame..]);

    /// <summary>The centroid, and the factor that makes the magnitudes sum to 1 (0 for silence).</summary>
    public static Vector512<float> Compute(ReadOnlySpan<Vector512<float>> magnitude, float binWidthHz, out Vector512<float> normalization)
    {
        var (sum, weighted) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var bin = 0; bin < magnitude.Length; bin++)
        {
            sum += magnitude[bin];
            weighted = Vector512.FusedMultiplyAdd(magnitude[bin], Vector512.Create((float)bin), weighted);
        }

        // As librosa.util.normalize: what is too small for a normal float32 counts as silence.
        var isAudible = Vector512.GreaterThanOrEqual(sum, Vector512.Create(1.17549435e-38f));
        normalization = Vector512.ConditionalSelect(isAudible, Vector512<float>.One / sum, Vector512<float>.Zero);
        return weighted * normalization * binWidthHz;
    }
}
