using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Geometric over arithmetic mean of the power spectrum. One column, 0 (tone) to 1 (noise).</summary>
[Kind("spectral_flatness")]
public sealed record SpectralFlatnessKind : FeatureKind
{
    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["spectral_flatness"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new SpectralFlatnessMeasure(analysis.Grid, analysis.Window);
    }
}

/// <summary>
/// Geometric over arithmetic mean of the power spectrum, powers below 1e-10 raised to it, as librosa.feature.spectral_flatness.
/// </summary>
/// <remarks>
/// Transforms in float64: the geometric mean weighs the weakest bins as much as the strongest, and the rounding noise of a float32
/// transform, 140 dB down, would fill the valleys of a clean voice.
/// </remarks>
internal sealed class SpectralFlatnessMeasure(FrameGrid grid, ReadOnlyMemory<float> window) : StretchMeasure
{
    private const float SmallestPower = 1e-10f;

    private readonly RealFft _fft = new(grid.FrameLength);
    private readonly double[] _frames = new double[FrameGroup.Lanes * grid.FrameLength];
    private readonly double[] _powers = new double[FrameGroup.Lanes * (grid.FrameLength / 2 + 1)];
    private readonly float[] _thresholded = new float[grid.FrameLength / 2 + 1];
    private readonly float[] _logarithms = new float[grid.FrameLength / 2 + 1];

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        for (var lane = 0; lane < group.FrameCount; lane++)
        {
            Cut(signal, grid.Start(group.FirstFrame + lane), _frames.AsSpan(lane * grid.FrameLength, grid.FrameLength));
        }

        _fft.PowerSpectrum(group.FrameCount, _frames, _powers);
        for (var lane = 0; lane < group.FrameCount; lane++)
        {
            rows[group.FirstFrame + lane] = Flatness(_powers.AsSpan(lane * _fft.BinCount, _fft.BinCount));
        }
    }

    private void Cut(ReadOnlySpan<float> signal, int start, Span<double> frame)
    {
        var weights = window.Span;
        for (var n = 0; n < frame.Length; n++)
        {
            // The product is rounded to float32, as librosa's is.
            var sample = start + n;
            frame[n] = (uint)sample < (uint)signal.Length ? signal[sample] * weights[n] : 0f;
        }
    }

    private float Flatness(ReadOnlySpan<double> power)
    {
        var sum = 0.0;
        for (var bin = 0; bin < power.Length; bin++)
        {
            _thresholded[bin] = Math.Max(SmallestPower, (float)power[bin]);
            sum += _thresholded[bin];
        }

        DeterministicMath.Log(_thresholded, _logarithms);
        var logSum = 0.0;
        foreach (var logarithm in _logarithms)
        {
            logSum += logarithm;
        }

        return (float)(DeterministicMath.Exp(logSum / power.Length) / (sum / power.Length));
    }
}
