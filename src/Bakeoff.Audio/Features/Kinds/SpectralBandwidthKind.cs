using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Spread of the magnitude spectrum around its centroid in hertz. One column.</summary>
[Kind("spectral_bandwidth")]
public sealed record SpectralBandwidthKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["spectral_bandwidth"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralBandwidthMeasure(analysis.BinWidthHz);
    }
}

/// <summary>
/// Spread around the centroid: sqrt(sum(|X| (f - centroid)^2) / sum(|X|)) in hertz, as librosa.feature.spectral_bandwidth with p = 2.
/// </summary>
internal sealed class SpectralBandwidthMeasure(float binWidthHz) : StretchMeasure
{
    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var magnitude = group.Magnitude;
        var centroid = SpectralCentroidMeasure.Compute(magnitude, binWidthHz, out var normalization);
        var sum = Vector512<float>.Zero;
        for (var bin = 0; bin < magnitude.Length; bin++)
        {
            var distance = Vector512.Create(bin * binWidthHz) - centroid;
            sum = Vector512.FusedMultiplyAdd(magnitude[bin], distance * distance, sum);
        }

        Vector512.Sqrt(sum * normalization).CopyTo(rows[group.FirstFrame..]);
    }
}
