using System.Runtime.Intrinsics;
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
        Weigh(samples, window, frame);
        LagProducts.Compute(frame, _frame.AsSpan(first), _products.AsSpan(0, vectors));
        var highest = 0.0;
        foreach (var product in _products.AsSpan(0, last - first + 1))
        {
            highest = Math.Max(highest, product);
        }

        var share = Math.Clamp(highest / Math.Max(SignalEnergy.Of(frame), double.Epsilon), 1e-10, 1 - 1e-10);
        return 10 * DeterministicMath.Log10(share / (1 - share));
    }

    private static void Weigh(ReadOnlySpan<float> samples, ReadOnlySpan<double> window, Span<float> frame)
    {
        var n = 0;
        for (; n <= samples.Length - Vector256<float>.Count; n += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(samples[n..]));
            low *= Vector256.Create(window[n..]);
            high *= Vector256.Create(window[(n + Vector256<double>.Count)..]);
            Vector256.Narrow(low, high).CopyTo(frame[n..]);
        }

        for (; n < samples.Length; n++)
        {
            frame[n] = (float)(samples[n] * window[n]);
        }
    }
}
