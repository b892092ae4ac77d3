using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Fifteen measures of a power spectrum without its bin at 0 Hz.</summary>
/// <remarks>
/// Sources: F. Eyben, Real-time speech and music classification by large audio feature space extraction (2016), section 2.2; sharpness after
/// E. Zwicker and H. Fastl, Psychoacoustics (1999), on the scale of H. Traunmüller, Analytical expressions for the tonotopic sensory scale,
/// JASA 88 (1990). Limits of bands above half the rate are taken for it. Scales that the sources leave open are those of published values.
/// </remarks>
internal sealed class SpectralShape
{
    /// <summary>Measures of a frame.</summary>
    public const int Count = 15;

    // The first bark beyond which sounds are sharper than their place; four times as sharp at 24.
    private const double SharpBark = 16;
    private const double SharpnessScale = 0.11;

    private static readonly double[] RollOffShares = [0.25, 0.5, 0.75, 0.9];

    private readonly double[] _hertz;
    private readonly double[] _sharpness;
    private readonly double[] _before;
    private readonly double _meanHertz;
    private readonly double _spread;
    private readonly Band _low;
    private readonly Band _high;
    private bool _hasBefore;

    /// <param name="binCount">Frequencies of a spectrum, from 0 Hz on.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public SpectralShape(int binCount, double binWidthHz)
    {
        _hertz = [.. Enumerable.Range(1, binCount - 1).Select(k => k * binWidthHz)];
        _sharpness = Array.ConvertAll(_hertz, Sharpness);
        _before = new double[_hertz.Length];
        _meanHertz = binCount * binWidthHz / 2;
        foreach (var hertz in _hertz)
        {
            _spread += (hertz - _meanHertz) * (hertz - _meanHertz);
        }

        (_low, _high) = (new Band(250, 650, binCount, binWidthHz), new Band(1000, 4000, binCount, binWidthHz));
    }

    /// <summary>Forgets the frame before, at the start of a signal.</summary>
    public void Begin() => _hasBefore = false;

    /// <summary>Measures a frame.</summary>
    /// <param name="power">Squared magnitudes.</param>
    /// <param name="magnitude">Magnitudes.</param>
    /// <param name="values">[15] receives the mean power over all bins of 250 to 650 Hz and of 1 to 4 kHz; the frequencies below which 25, 50,
    /// 75 and 90 % of the power lie; flux (root mean square change of magnitudes); of the power's distribution centroid in hertz, entropy in
    /// bit, variance in Hz², skewness and kurtosis (3 for a normal one); slope of the regression line, times the number of bins less one;
    /// sharpness in acum; and harmonicity, half the mean way between the heights of peaks and valleys. All but the roll-off are 0 in silence.</param>
    public void Measure(ReadOnlySpan<double> power, ReadOnlySpan<double> magnitude, Span<double> values)
    {
        var bins = power[1..];
        values[0] = _low.Sum(power) / bins.Length;
        values[1] = _high.Sum(power) / bins.Length;
        var (total, moment, sharpness, product) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < bins.Length; k++)
        {
            total += bins[k];
            moment += bins[k] * _hertz[k];
            sharpness += bins[k] * _sharpness[k];
            product += bins[k] * (_hertz[k] - _meanHertz);
        }

        RollOff(bins, total, values.Slice(2, RollOffShares.Length));
        values[6] = Flux(magnitude[1..]);
        values[7..12].Clear();
        if (total > 0)
        {
            Distribution(bins, total, moment / total, values.Slice(7, 5));
        }

        values[12] = product / _spread * (bins.Length - 1);
        values[13] = total > 0 ? SharpnessScale * sharpness / total : 0;
        values[14] = Harmonicity(bins);
    }

    private static double Sharpness(double hertz)
    {
        var bark = 26.81 * hertz / (1960 + hertz) - 0.53;
        bark += bark < 2 ? 0.15 * (2 - bark) : bark > 20.1 ? 0.22 * (bark - 20.1) : 0;
        var weight = bark > SharpBark ? 1 + 3 * DeterministicMath.Pow((bark - SharpBark) / 8, DeterministicMath.Log(3.0) / DeterministicMath.Log(2.0)) : 1;
        return bark * weight;
    }

    private void RollOff(ReadOnlySpan<double> bins, double total, Span<double> places)
    {
        var (sum, k) = (bins[0], 0);
        for (var i = 0; i < RollOffShares.Length; i++)
        {
            while (sum < RollOffShares[i] * total && k < bins.Length - 1)
            {
                sum += bins[++k];
            }

            places[i] = _hertz[k];
        }
    }

    private double Flux(ReadOnlySpan<double> magnitude)
    {
        var sum = 0.0;
        for (var k = 0; k < magnitude.Length; k++)
        {
            var difference = magnitude[k] - _before[k];
            sum += difference * difference;
            _before[k] = magnitude[k];
        }

        var flux = _hasBefore ? Math.Sqrt(sum / magnitude.Length) : 0;
        _hasBefore = true;
        return flux;
    }

    private void Distribution(ReadOnlySpan<double> bins, double total, double centroid, Span<double> values)
    {
        var (squares, cubes, fourths, logs) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < bins.Length; k++)
        {
            var (share, distance) = (bins[k] / total, _hertz[k] - centroid);
            var square = share * distance * distance;
            squares += square;
            cubes += square * distance;
            fourths += square * distance * distance;
            logs += share > 0 ? share * DeterministicMath.Log(share) : 0;
        }

        (values[0], values[1], values[2]) = (centroid, -logs / DeterministicMath.Log(2.0), squares);
        (values[3], values[4]) = squares > 0 ? (cubes / (squares * Math.Sqrt(squares)), fourths / (squares * squares)) : (0, 0);
    }

    /// <summary>Peaks and valleys are extremes among two bins to each side.</summary>
    private static double Harmonicity(ReadOnlySpan<double> bins)
    {
        var (sum, before) = (0.0, double.NaN);
        for (var k = 2; k < bins.Length - 2; k++)
        {
            var here = bins[k];
            var isPeak = here > bins[k - 2] && here > bins[k - 1] && here > bins[k + 1] && here > bins[k + 2];
            var isValley = here < bins[k - 2] && here < bins[k - 1] && here < bins[k + 1] && here < bins[k + 2];
            if (isPeak || isValley)
            {
                sum += double.IsNaN(before) ? 0 : Math.Abs(here - before);
                before = here;
            }
        }

        return sum / (2 * bins.Length);
    }

    /// <summary>A band whose limits take shares of the bins that they cut: of the first from the limit on, of the last up to it.</summary>
    private sealed class Band
    {
        private readonly int _first;
        private readonly double[] _shares;

        public Band(double lowHz, double highHz, int binCount, double binWidthHz)
        {
            var (low, high) = (Math.Min(lowHz / binWidthHz, binCount - 1), Math.Min(highHz / binWidthHz, binCount - 1));
            var last = (int)high;
            _first = (int)low;
            _shares = new double[last - _first + 1];
            Array.Fill(_shares, 1);
            _shares[0] = 1 - (low - _first);
            _shares[^1] = high - last;
        }

        public double Sum(ReadOnlySpan<double> power)
        {
            var sum = 0.0;
            for (var i = 0; i < _shares.Length; i++)
            {
                sum += _shares[i] * power[_first + i];
            }

            return sum;
        }
    }
}
