using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>Probability of voicing and fundamental frequency of frames from autocorrelation and cepstrum.</summary>
/// <remarks>
/// The voicing is the highest peak of the autocorrelation relative to lag 0, without signs; the period is the first peak of the cepstrum of
/// log(1 + power) that stands out: above 0.6 times the sum of its highest value and its mean magnitude. Source: B. Schuller, S. Steidl and
/// A. Batliner, The INTERSPEECH 2009 emotion challenge; the details were found by measuring published values.
/// </remarks>
internal sealed class CepstralPitch
{
    private const double HighestHz = 500;
    private const double PeakShare = 0.6;
    private const double VoicingThreshold = 0.55;

    // A frequency further from the course than this is taken for an error, and moves the course less.
    private const double LowestRatio = 0.6;
    private const double HighestRatio = 1.4;
    private const double NearWeight = 0.3;
    private const double FarWeight = 0.1;

    private readonly double _rateHz;
    private readonly int _before;
    private readonly int _half;
    private readonly RealFft _fft;
    private readonly double[] _symmetric;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    /// <param name="rateHz">Rate of the signal.</param>
    /// <param name="fftLength">Samples under one transform.</param>
    public CepstralPitch(int rateHz, int fftLength)
    {
        _rateHz = rateHz;
        _before = (int)(rateHz / HighestHz);
        _half = fftLength / 2;
        _fft = new RealFft(fftLength);
        _symmetric = new double[2 * fftLength];
        (_real, _imaginary) = (new double[2 * _fft.BinCount], new double[2 * _fft.BinCount]);
    }

    /// <summary>Measures a frame.</summary>
    /// <param name="power">Squared magnitudes of its spectrum.</param>
    public PeriodicFrame Measure(ReadOnlySpan<double> power)
    {
        // Both are even, so the transform forth is the one back, but for a factor of the length.
        var length = 2 * _half;
        for (var k = 0; k <= _half; k++)
        {
            var log = DeterministicMath.Log(1 + power[k]);
            (_symmetric[k], _symmetric[length + k]) = (power[k], log);
            if (k > 0)
            {
                (_symmetric[length - k], _symmetric[2 * length - k]) = (power[k], log);
            }
        }

        _fft.Forward(2, _symmetric, _real, _imaginary);
        var correlation = _real.AsSpan(0, _half);
        return correlation[0] > 0
            ? new PeriodicFrame(Voicing(correlation), Period(_real.AsSpan(_fft.BinCount, _half)))
            : default;
    }

    /// <summary>The frequency of each frame once all are measured: steadied, and one frame behind, as in published values.</summary>
    /// <param name="frames">[T] frames.</param>
    /// <param name="frequencyHz">[T] receives the frequencies; 0 where unvoiced.</param>
    public void Follow(ReadOnlySpan<PeriodicFrame> frames, Span<double> frequencyHz)
    {
        var (course, last, beforeLast) = (0.0, 0.0, 0.0);
        for (var t = 0; t < frames.Length; t++)
        {
            var now = frames[t].Voicing > VoicingThreshold && frames[t].Period > 0 ? Steady(_rateHz / frames[t].Period, ref course) : 0;

            // A voiced frame between two unvoiced ones is none.
            frequencyHz[t] = last == 0 ? 0
                : beforeLast > 0 ? (last + beforeLast) / 2
                : now > 0 ? last : 0;
            (beforeLast, last) = (last, now);
        }
    }

    private static double Steady(double hertz, ref double course)
    {
        var before = course == 0 ? hertz : course;
        var isNear = hertz / before is > LowestRatio and < HighestRatio;
        var weight = isNear ? NearWeight : FarWeight;
        course = (1 - weight) * before + weight * hertz;
        return isNear ? hertz : before;
    }

    private double Voicing(ReadOnlySpan<double> correlation)
    {
        var highest = 0.0;
        for (var i = _before; i < correlation.Length - 1; i++)
        {
            var here = Math.Abs(correlation[i]);
            if (here > highest && here > Math.Abs(correlation[i - 1]) && here >= Math.Abs(correlation[i + 1]))
            {
                highest = here;
            }
        }

        return highest / correlation[0];
    }

    private int Period(ReadOnlySpan<double> cepstrum)
    {
        var (highest, sum) = (double.NegativeInfinity, 0.0);
        for (var i = 0; i < cepstrum.Length; i++)
        {
            sum += Math.Abs(cepstrum[i]);
            highest = i > _before ? Math.Max(highest, cepstrum[i]) : highest;
        }

        var threshold = PeakShare * (highest + sum / cepstrum.Length);
        for (var i = _before + 2; i < cepstrum.Length - 1; i++)
        {
            if (cepstrum[i] > threshold && cepstrum[i] > cepstrum[i - 1] && cepstrum[i] >= cepstrum[i + 1])
            {
                return i;
            }
        }

        return 0;
    }
}

/// <summary>Voicing and period of a frame.</summary>
/// <param name="Voicing">Probability of voicing, 0 to 1.</param>
/// <param name="Period">Samples of a period; 0 if none was found.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PeriodicFrame(double Voicing, int Period);
