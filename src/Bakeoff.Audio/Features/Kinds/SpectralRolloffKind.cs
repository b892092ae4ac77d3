using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Frequency in hertz below which 85 % of the magnitude lies. One column.</summary>
[Kind("spectral_rolloff")]
public sealed record SpectralRolloffKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["spectral_rolloff"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralRolloffMeasure(analysis.BinWidthHz);
    }
}

/// <summary>Lowest bin, in hertz, up to which 85 % of the summed magnitude lies, as librosa.feature.spectral_rolloff.</summary>
internal sealed class SpectralRolloffMeasure(float binWidthHz) : StretchMeasure
{
    private const float Share = 0.85f;

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var magnitude = group.Magnitude;
        var total = Vector512<float>.Zero;
        foreach (var value in magnitude)
        {
            total += value;
        }

        var threshold = total * Share;
        var (cumulative, binsBelow) = (Vector512<float>.Zero, Vector512<float>.Zero);
        foreach (var value in magnitude)
        {
            cumulative += value;
            binsBelow += Vector512.ConditionalSelect(
                Vector512.LessThan(cumulative, threshold), Vector512<float>.One, Vector512<float>.Zero);
        }

        (binsBelow * binWidthHz).CopyTo(rows[group.FirstFrame..]);
    }
}
