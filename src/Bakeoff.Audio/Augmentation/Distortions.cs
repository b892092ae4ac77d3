using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Damages of stated strength: samples at full scale, filters of the first order, a tone.</summary>
/// <remarks>Determinism: equal arguments give equal bits on every machine.</remarks>
public static class Distortions
{
    /// <summary>Clips a share of the samples: the loudest become the level that this share reaches.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="share">Share of the samples that are clipped, 0 to 1; at least the loudest keeps its value.</param>
    public static void Clip(Span<float> samples, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (samples.IsEmpty)
        {
            return;
        }

        var levels = new float[samples.Length];
        for (var n = 0; n < levels.Length; n++)
        {
            levels[n] = Math.Abs(samples[n]);
        }

        Array.Sort(levels);
        var level = levels[Math.Max(0, levels.Length - Math.Max(1, (int)Math.Round(share * levels.Length)))];
        foreach (ref var sample in samples)
        {
            sample = Math.Clamp(sample, -level, level);
        }
    }

    /// <summary>Attenuates what is above a frequency by 6 dB an octave: a Butterworth filter of the first order.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="frequencyHz">Frequency of 3 dB in hertz; positive. From half the rate on, nothing is changed.</param>
    /// <remarks>Bilinear transform with prewarping, as scipy.signal.butter(1, ...) designs it.</remarks>
    public static void LowPass(Span<float> samples, int sampleRateHz, double frequencyHz)
    {
        if (2 * frequencyHz < sampleRateHz)
        {
            var warped = Warp(frequencyHz, sampleRateHz);
            Filter(samples, warped / (1 + warped), warped / (1 + warped), (warped - 1) / (warped + 1));
        }
    }

    /// <summary>Attenuates what is below a frequency by 6 dB an octave: a Butterworth filter of the first order.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="frequencyHz">Frequency of 3 dB in hertz; positive, below half the rate.</param>
    /// <exception cref="UnusableSignalException">The frequency is not below half the rate: nothing would be left.</exception>
    /// <remarks>Bilinear transform with prewarping, as scipy.signal.butter(1, ...) designs it.</remarks>
    public static void HighPass(Span<float> samples, int sampleRateHz, double frequencyHz)
    {
        RequireBelowHalf(frequencyHz, sampleRateHz, "a high pass");
        var warped = Warp(frequencyHz, sampleRateHz);
        Filter(samples, 1 / (1 + warped), -1 / (1 + warped), (warped - 1) / (warped + 1));
    }

    /// <summary>Adds a tone whose peak is a given distance below the peak of the samples; silence stays silent.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="frequencyHz">Frequency in hertz, below half the rate.</param>
    /// <param name="peakToPeakDb">Distance of the peaks in dB; finite.</param>
    /// <exception cref="UnusableSignalException">The frequency is not below half the rate.</exception>
    public static void AddTone(Span<float> samples, int sampleRateHz, double frequencyHz, double peakToPeakDb)
    {
        RequireBelowHalf(frequencyHz, sampleRateHz, "a tone");
        var peak = 0.0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        var level = peak * DeterministicMath.Pow(10.0, -peakToPeakDb / 20);
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = (float)(samples[n] + (level * DeterministicMath.Sin(2 * Math.PI * frequencyHz * n / sampleRateHz)));
        }
    }

    private static double Warp(double frequencyHz, int sampleRateHz)
    {
        var angle = Math.PI * frequencyHz / sampleRateHz;
        return DeterministicMath.Sin(angle) / DeterministicMath.Cos(angle);
    }

    /// <summary>y[n] = b0 x[n] + b1 x[n - 1] - a1 y[n - 1], from rest.</summary>
    private static void Filter(Span<float> samples, double b0, double b1, double a1)
    {
        var (x1, y1) = (0.0, 0.0);
        foreach (ref var sample in samples)
        {
            var x = (double)sample;
            y1 = (b0 * x) + (b1 * x1) - (a1 * y1);
            x1 = x;
            sample = (float)y1;
        }
    }

    private static void RequireBelowHalf(double frequencyHz, int sampleRateHz, string what)
    {
        if (2 * frequencyHz >= sampleRateHz)
        {
            throw new UnusableSignalException(new ErrorDetails($"{what} of {{value}} Hz")
            {
                Value = frequencyHz.ToString("0.#", CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"less than half of the sampling rate ({sampleRateHz} Hz)"),
            });
        }
    }
}
