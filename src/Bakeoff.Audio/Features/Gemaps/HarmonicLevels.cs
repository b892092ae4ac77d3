using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Harmonics-to-noise ratio, differences of harmonics, and levels of the formants of a voiced frame of 60 ms.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. The harmonics are counted as in the published values: the number 1 of <c>H1-H2</c> is the first
/// overtone, not the fundamental, to which formant levels are relative.
/// </remarks>
internal sealed class HarmonicLevels(double binWidthHz)
{
    private const double Search = 0.1;
    private const int MostHarmonics = 100;
    private const double SmallestMagnitude = 1e-10;

    private float[] _frame = [];
    private float[] _products = [];
    private readonly double[] _levels = new double[MostHarmonics];

    /// <summary>Level in dB of the harmonics over the noise, from the autocorrelation around the pitch's period.</summary>
    /// <param name="samples">The frame's samples.</param>
    /// <param name="window">Their weights.</param>
    /// <param name="period">Period of the pitch in samples.</param>
    public double HarmonicsToNoise(ReadOnlySpan<float> samples, ReadOnlySpan<double> window, double period)
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

    /// <summary>Measures the harmonics.</summary>
    /// <param name="magnitude">The frame's spectrum.</param>
    /// <param name="frequencyHz">Its fundamental frequency.</param>
    /// <param name="formantsHz">[3] the formants; 0 for one that was not found.</param>
    /// <param name="values">[5] receives H1-H2, H1-A3, and the levels of the formants relative to the fundamental, all in dB.</param>
    public void Measure(ReadOnlySpan<double> magnitude, double frequencyHz, ReadOnlySpan<double> formantsHz, Span<double> values)
    {
        var count = Math.Min(MostHarmonics, (int)((magnitude.Length - 1) * binWidthHz / frequencyHz));
        for (var h = 0; h < count; h++)
        {
            _levels[h] = Level(magnitude, (h + 1) * frequencyHz / binWidthHz, Search * frequencyHz / binWidthHz);
        }

        for (var f = 0; f < 3; f++)
        {
            values[2 + f] = formantsHz[f] > 0 ? Strongest(count, formantsHz[f] / frequencyHz) - _levels[0] : GemapsDescriptors.NoLevel;
        }

        values[0] = count > 2 ? _levels[1] - _levels[2] : 0;
        values[1] = count > 2 && formantsHz[2] > 0 ? _levels[1] - _levels[0] - values[4] : 0;
    }

    private static double Level(ReadOnlySpan<double> magnitude, double bin, double reach)
    {
        var highest = SmallestMagnitude;
        var end = Math.Min((int)Math.Ceiling(bin + reach), magnitude.Length - 1);
        for (var k = Math.Max((int)(bin - reach), 0); k <= end; k++)
        {
            highest = Math.Max(highest, magnitude[k]);
        }

        return 20 * DeterministicMath.Log10(highest);
    }

    /// <summary>Level of the strongest harmonic within one harmonic of a place.</summary>
    private double Strongest(int count, double place)
    {
        var highest = double.NegativeInfinity;
        for (var h = 0; h < count; h++)
        {
            if (Math.Abs(h + 1 - place) <= 1)
            {
                highest = Math.Max(highest, _levels[h]);
            }
        }

        return double.IsNegativeInfinity(highest) ? _levels[0] + GemapsDescriptors.NoLevel : highest;
    }
}
