using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Triangular mel bands of equal height; each falls where the next rises.</summary>
/// <remarks>
/// Source: S. Young et al., The HTK Book (2006), section 5.4. As in published values, the bin nearest to the lower limit, and those
/// below, are in no band even where it lies above the limit, as 31.25 Hz does above 20 Hz at 16 kHz.
/// </remarks>
internal sealed class HtkBands
{
    private readonly double _lowest;
    private readonly double _step;
    private readonly double[] _rising;
    private readonly int[] _band;
    private readonly double[] _sums;

    /// <param name="limitsHz">Where the first band begins and the last ends.</param>
    /// <param name="bandCount">Bands.</param>
    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public HtkBands((double LowHz, double HighHz) limitsHz, int bandCount, int binCount, double binWidthHz)
    {
        _lowest = Mel(limitsHz.LowHz);
        _step = (Mel(limitsHz.HighHz) - _lowest) / (bandCount + 1);
        _rising = new double[binCount];
        _band = new int[binCount];
        _sums = new double[bandCount + 2];
        var nearest = (int)(limitsHz.LowHz / binWidthHz + 0.5);
        for (var k = 0; k < binCount; k++)
        {
            // Between the centres of two bands: the falling half of one is the complement of the other's rising half.
            var place = (Mel(k * binWidthHz) - _lowest) / _step;
            _band[k] = k > nearest && place >= 0 && place < bandCount + 1 ? (int)place : -1;
            _rising[k] = place - Math.Floor(place);
        }
    }

    /// <summary>The frequency at which a band is highest.</summary>
    public double CentreHz(int band) => 700 * (DeterministicMath.Exp((_lowest + (band + 1) * _step) / 1127) - 1);

    /// <summary>Sums a spectrum under each band.</summary>
    /// <param name="spectrum">Powers or magnitudes.</param>
    /// <param name="sums">[bandCount] receives the sums.</param>
    public void Sum(ReadOnlySpan<double> spectrum, Span<double> sums)
    {
        Array.Clear(_sums);
        for (var k = 0; k < spectrum.Length; k++)
        {
            if (_band[k] >= 0)
            {
                _sums[_band[k] + 1] += spectrum[k] * _rising[k];
                _sums[_band[k]] += spectrum[k] * (1 - _rising[k]);
            }
        }

        // The first gathers what lies before the first centre's fall and the last what lies after the last centre: no bands.
        _sums.AsSpan(1, _sums.Length - 2).CopyTo(sums);
    }

    private static double Mel(double hertz) => 1127 * DeterministicMath.Log(1 + hertz / 700);
}
