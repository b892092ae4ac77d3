using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Geometric over arithmetic mean of the power spectrum, powers below 1e-10 raised to it, as librosa.feature.spectral_flatness.</summary>
internal sealed class SpectralFlatnessMeasure(int binCount) : FrameMeasure
{
    private const float SmallestPower = 1e-10f;

    private readonly AlignedBuffer logarithms = new(binCount * FrameGroup.Lanes);

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var logs = FrameGroup.Rows(logarithms);
        var powers = group.Power;
        var sum = Vector512<float>.Zero;
        for (var bin = 0; bin < binCount; bin++)
        {
            logs[bin] = Vector512.Max(powers[bin], Vector512.Create(SmallestPower));
            sum += logs[bin];
        }

        DeterministicMath.Log(logarithms.Span, logarithms.Span);
        // A thousand logarithms near -20 would lose four digits in float32.
        var (lower, upper) = (Vector512<double>.Zero, Vector512<double>.Zero);
        foreach (var log in logs)
        {
            lower += Vector512.WidenLower(log);
            upper += Vector512.WidenUpper(log);
        }

        for (var lane = 0; lane < group.FrameCount; lane++)
        {
            var meanLog = (lane < 8 ? lower[lane] : upper[lane - 8]) / binCount;
            rows[group.FirstFrame + lane] = (float)(DeterministicMath.Exp(meanLog) / (sum[lane] / binCount));
        }
    }
}
