using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Alpha ratio, Hammarberg index, two spectral slopes and spectral flux of frames of 20 ms.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. Band limits above half the rate are taken for half the rate. As in the published values,
/// the lower band of the alpha ratio reaches down to 0 Hz, and bins that a slope's limits cut count by their share in all sums but the
/// count of bins; a bin that lies at a limit counts as a whole. A bin at 1 or 2 kHz belongs to the higher band, one at 5 kHz to ratio and
/// index and not to the flux. All were found by measurement.
/// </remarks>
internal sealed class SpectralTilt
{
    private const double SmallestPower = 1e-20;

    private readonly double _binWidthHz;
    private readonly double[] _decibels;
    private readonly double[] _before;
    private readonly int _fluxEnd;
    private readonly Line _lowLine;
    private readonly Line _highLine;
    private bool _hasBefore;

    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public SpectralTilt(int binCount, double binWidthHz)
    {
        _binWidthHz = binWidthHz;
        _decibels = new double[binCount];
        _before = new double[binCount];
        _fluxEnd = CountBelow(5000);
        _lowLine = new Line(0, 500, binWidthHz);
        _highLine = new Line(500, 1500, binWidthHz);
    }

    /// <summary>Forgets the frame before, at the start of a signal.</summary>
    public void Begin() => _hasBefore = false;

    /// <summary>Measures a frame.</summary>
    /// <param name="power">Squared magnitudes.</param>
    /// <param name="magnitude">Magnitudes.</param>
    /// <param name="values">[5] receives alpha ratio and Hammarberg index in dB, the slopes 0-500 and 500-1500 Hz in dB per hertz, and flux.</param>
    public void Measure(ReadOnlySpan<double> power, ReadOnlySpan<double> magnitude, Span<double> values)
    {
        for (var k = 0; k < Math.Min(power.Length, _highLine.End); k++)
        {
            _decibels[k] = Decibels(power[k]);
        }

        var (split, top) = (CountBelow(1000), Math.Min((int)(5000 / _binWidthHz) + 1, _decibels.Length));
        values[0] = 10 * DeterministicMath.Log10(Math.Max(Sum(power[split..top]), SmallestPower) / Math.Max(Sum(power[..split]), SmallestPower));
        values[1] = Decibels(Highest(power[..CountBelow(2000)])) - Decibels(Highest(power[CountBelow(2000)..top]));
        values[2] = _lowLine.Slope(_decibels);
        values[3] = _highLine.Slope(_decibels);
        values[4] = Flux(magnitude);
    }

    private double Flux(ReadOnlySpan<double> magnitude)
    {
        var sum = 0.0;
        for (var k = 0; k < _fluxEnd; k++)
        {
            var difference = magnitude[k] - _before[k];
            sum += difference * difference;
            _before[k] = magnitude[k];
        }

        var flux = _hasBefore ? Math.Sqrt(sum / _fluxEnd) : 0;
        _hasBefore = true;
        return flux;
    }

    /// <summary>Number of bins below a frequency, at most all.</summary>
    private int CountBelow(double hertz) => Math.Min((int)Math.Ceiling(hertz / _binWidthHz), _decibels.Length);

    private static double Decibels(double power) => 10 * DeterministicMath.Log10(Math.Max(power, SmallestPower));

    private static double Highest(ReadOnlySpan<double> values)
    {
        var highest = 0.0;
        foreach (var value in values)
        {
            highest = Math.Max(highest, value);
        }

        return highest;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Weights of the bins of a band in the slope of its regression line.</summary>
    private sealed class Line
    {
        private readonly int _first;
        private readonly double[] _weights;

        public Line(double lowHz, double highHz, double binWidthHz)
        {
            _first = (int)(lowHz / binWidthHz);
            var last = (int)(highHz / binWidthHz);
            var shares = new double[last - _first + 1];
            Array.Fill(shares, 1);
            shares[0] = 1 - (lowHz / binWidthHz - _first);
            var share = highHz / binWidthHz - last;
            shares[^1] = share > 0 ? share : 1;
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < shares.Length; i++)
            {
                var part = shares[i] * (_first + i) * binWidthHz;
                sum += part;
                squares += part * part;
            }

            var count = last - _first;
            _weights =
            [
                .. shares.Select((share, i) =>
                    share * (count * (_first + i) * binWidthHz - sum) / (count * squares - sum * sum)),
            ];
        }

        /// <summary>Bin behind the last of the band.</summary>
        public int End => _first + _weights.Length;

        public double Slope(ReadOnlySpan<double> decibels)
        {
            var slope = 0.0;
            for (var i = 0; i < _weights.Length && _first + i < decibels.Length; i++)
            {
                slope += _weights[i] * decibels[_first + i];
            }

            return slope;
        }
    }
}
