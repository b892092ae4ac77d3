using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Loudness and MFCC from 26 triangular mel bands.</summary>
/// <remarks>
/// Bands from 20 to 8000 Hz, or half the rate where that is less. Loudness as in
/// F. Eyben et al., The Geneva minimalistic acoustic parameter set, IEEE Transactions on Affective Computing 7 (2016): equal-loudness
/// weighting after H. Hermansky, Perceptual linear predictive analysis of speech, JASA 87 (1990), cubic-root-like compression, mean.
/// </remarks>
internal sealed class AuditoryBands
{
    /// <summary>Bands.</summary>
    public const int BandCount = 26;

    private const double LowHz = 20;
    private const double HighHz = 8000;
    private const double Compression = 0.33;

    private readonly HtkBands _bands;
    private readonly HtkCepstrum _cepstrum;
    private readonly double[] _weights = new double[BandCount];
    private readonly double[] _energies = new double[BandCount];
    private readonly double[] _energyLogs = new double[BandCount];
    private readonly double[] _logs = new double[BandCount];
    private readonly double[] _loudness = new double[BandCount];
    private readonly double _fullScaleLog = DeterministicMath.Log(HtkCepstrum.FullScale);

    /// <param name="rateHz">Rate of the signal.</param>
    /// <param name="cepstralCount">MFCC, from number 1 on.</param>
    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public AuditoryBands(int rateHz, int cepstralCount, int binCount, double binWidthHz)
    {
        _cepstrum = new HtkCepstrum(BandCount, cepstralCount);
        _bands = new HtkBands((LowHz, Math.Min(HighHz, rateHz / 2.0)), BandCount, binCount, binWidthHz);
        for (var b = 0; b < BandCount; b++)
        {
            _weights[b] = DeterministicMath.Pow(EqualLoudness(2 * Math.PI * _bands.CentreHz(b)), Compression);
        }
    }

    /// <summary>[26] natural logarithms of the bands' energies in the frame measured last.</summary>
    public ReadOnlySpan<double> EnergyLogs => _energyLogs;

    /// <summary>Loudness of the bands from the logarithms of their energies.</summary>
    /// <param name="energyLogs">[26] natural logarithms.</param>
    /// <param name="loudness">[26] receives the loudness.</param>
    public void MeasureLoudness(ReadOnlySpan<double> energyLogs, Span<double> loudness)
    {
        for (var b = 0; b < BandCount; b++)
        {
            loudness[b] = Compression * energyLogs[b];
        }

        DeterministicMath.Exp(loudness[..BandCount], loudness);
        for (var b = 0; b < BandCount; b++)
        {
            loudness[b] *= _weights[b];
        }
    }

    /// <summary>Measures a frame.</summary>
    /// <param name="power">Squared magnitudes.</param>
    /// <param name="cepstrum">[cepstralCount] receives the MFCC.</param>
    /// <returns>The loudness.</returns>
    public double Measure(ReadOnlySpan<double> power, Span<double> cepstrum)
    {
        _bands.Sum(power, _energies);
        for (var b = 0; b < BandCount; b++)
        {
            _energyLogs[b] = DeterministicMath.Log(Math.Max(_energies[b], 1 / (HtkCepstrum.FullScale * HtkCepstrum.FullScale)));
            _logs[b] = Math.Max(_energyLogs[b] + 2 * _fullScaleLog, 0);
        }

        _cepstrum.Transform(_logs, cepstrum);
        MeasureLoudness(_energyLogs, _loudness);
        var loudness = 0.0;
        foreach (var band in _loudness)
        {
            loudness += band;
        }

        return loudness / BandCount;
    }

    /// <summary>Sensitivity of hearing at an angular frequency, with the steeper fall above 5 kHz that sounds of high rates need.</summary>
    private static double EqualLoudness(double angular)
    {
        var square = angular * angular;
        var low = square / (square + 6.3e6);
        var ear = low * low * (square + 56.8e6) / (square + 0.38e9);
        return ear / (0.17 + square * square * square * angular * 1e-32);
    }
}
