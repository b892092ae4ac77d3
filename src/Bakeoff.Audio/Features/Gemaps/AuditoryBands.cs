using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Loudness and the first four MFCC from 26 triangular mel bands.</summary>
/// <remarks>
/// Bands as in S. Young et al., The HTK Book (2006), section 5.4: 20 to 8000 Hz, or half the rate where that is less. Loudness as in
/// F. Eyben et al., The Geneva minimalistic acoustic parameter set, IEEE Transactions on Affective Computing 7 (2016): equal-loudness
/// weighting after H. Hermansky, Perceptual linear predictive analysis of speech, JASA 87 (1990), cubic-root-like compression, mean.
/// </remarks>
internal sealed class AuditoryBands
{
    /// <summary>MFCC taken: the first to the fourth, without the one of number 0.</summary>
    public const int CepstralCount = 4;

    private const int BandCount = 26;
    private const double LowHz = 20;
    private const double HighHz = 8000;
    private const double Compression = 0.33;
    private const double Lifter = 22;

    // Samples in HTK's unit, steps of 16 bits.
    private const double FullScale = 32_767;

    private readonly double[] _rising;
    private readonly int[] _band;
    private readonly double[] _weights = new double[BandCount];
    private readonly double[] _cosines = new double[CepstralCount * BandCount];
    private readonly double[] _energies = new double[BandCount + 2];
    private readonly double[] _logs = new double[BandCount];

    /// <param name="rateHz">Rate of the signal.</param>
    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public AuditoryBands(int rateHz, int binCount, double binWidthHz)
    {
        var lowest = Mel(LowHz);
        var step = (Mel(Math.Min(HighHz, rateHz / 2.0)) - lowest) / (BandCount + 1);
        _rising = new double[binCount];
        _band = new int[binCount];
        for (var k = 0; k < binCount; k++)
        {
            // Between the centres of two bands: the falling half of one is the complement of the other's rising half.
            var place = (Mel(k * binWidthHz) - lowest) / step;
            _band[k] = place >= 0 && place < BandCount + 1 ? (int)place : -1;
            _rising[k] = place - Math.Floor(place);
        }

        for (var b = 0; b < BandCount; b++)
        {
            var centreHz = 700 * (DeterministicMath.Exp((lowest + (b + 1) * step) / 1127) - 1);
            _weights[b] = DeterministicMath.Pow(EqualLoudness(2 * Math.PI * centreHz), Compression);
            for (var c = 0; c < CepstralCount; c++)
            {
                var lift = 1 + Lifter / 2 * DeterministicMath.Sin(Math.PI * (c + 1) / Lifter);
                _cosines[c * BandCount + b] =
                    lift * Math.Sqrt(2.0 / BandCount) * DeterministicMath.Cos(Math.PI * (c + 1) / BandCount * (b + 0.5));
            }
        }
    }

    /// <summary>Measures a frame.</summary>
    /// <param name="power">Squared magnitudes.</param>
    /// <param name="cepstrum">[4] receives the MFCC.</param>
    /// <returns>The loudness.</returns>
    public double Measure(ReadOnlySpan<double> power, Span<double> cepstrum)
    {
        Array.Clear(_energies);
        for (var k = 0; k < power.Length; k++)
        {
            if (_band[k] >= 0)
            {
                _energies[_band[k] + 1] += power[k] * _rising[k];
                _energies[_band[k]] += power[k] * (1 - _rising[k]);
            }
        }

        // Element 0 gathers what lies before the first centre's fall and the last what lies after the last centre: no bands.
        var loudness = 0.0;
        for (var b = 0; b < BandCount; b++)
        {
            var log = DeterministicMath.Log(Math.Max(_energies[b + 1], 1 / (FullScale * FullScale)));
            loudness += _weights[b] * DeterministicMath.Exp(Compression * log);
            _logs[b] = Math.Max(log + 2 * DeterministicMath.Log(FullScale), 0);
        }

        for (var c = 0; c < CepstralCount; c++)
        {
            var sum = 0.0;
            for (var b = 0; b < BandCount; b++)
            {
                sum += _cosines[c * BandCount + b] * _logs[b];
            }

            cepstrum[c] = sum;
        }

        return loudness / BandCount;
    }

    private static double Mel(double hertz) => 1127 * DeterministicMath.Log(1 + hertz / 700);

    /// <summary>Sensitivity of hearing at an angular frequency, with the steeper fall above 5 kHz that sounds of high rates need.</summary>
    private static double EqualLoudness(double angular)
    {
        var square = angular * angular;
        var low = square / (square + 6.3e6);
        var ear = low * low * (square + 56.8e6) / (square + 0.38e9);
        return ear / (0.17 + square * square * square * angular * 1e-32);
    }
}
