using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Harmonics-to-noise ratio of a voiced frame, from its autocorrelation.</summary>
/// <remarks>Source: F. Eyben et al. (2016), section 3.1. The peak lies at most 10 % from the pitch's period.</remarks>
internal sealed class HarmonicsToNoise
{
    private const double Search = 0.1;

    private float[] _frame = [];
    private float[] _products = [];

    /// <summary>Level in dB of the harmonics over the noise, from the autocorrelation around the pitch's period.</summary>
    /// <param name="samples">The frame's samples.</param>
    /// <param name="window">Their weights.</param>
    /// <param name="period">Period of the pitch in samples.</param>
    public double Measure(ReadOnlySpan<float> samples, ReadOnlySpan<double> window, double period)
    {
        var (first, last) = ((int)((1 - Search) * period), (int)((1 + Search) * period));
        var vectors = (last - first + LagProducts.Lanes) / LagProducts.Lanes * LagProducts.Lanes;
        if (_frame.Length < samples.Length + first + vectors)
        {
            _frame = new float[samples.Length + first + vectors];
        }

        if (_products.Length < vectors)
        {
            _products = new float[vectors];
        }

        var frame = _frame.AsSpan(0, samples.Length);
        _frame.AsSpan(samples.Length).Clear();
        var energy = 0.0;
        for (var n = 0; n < samples.Length; n++)
        {
            frame[n] = (float)(samples[n] * window[n]);
            energy += (double)frame[n] * frame[n];
        }

        LagProducts.Compute(frame, _frame.AsSpan(first), _products.AsSpan(0, vectors));
        var highest = 0.0;
        foreach (var product in _products.AsSpan(0, last - first + 1))
        {
            highest = Math.Max(highest, product);
        }

        var share = Math.Clamp(highest / Math.Max(energy, double.Epsilon), 1e-10, 1 - 1e-10);
        return 10 * DeterministicMath.Log10(share / (1 - share));
    }
}
