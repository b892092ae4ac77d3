using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Changes the loudness of recordings and adds noise.</summary>
/// <remarks>Determinism: equal arguments and an equal state of the random numbers give equal bits on every machine.</remarks>
public static class SignalLevel
{
    /// <summary>Multiplies by 10^(dB / 20); nothing is clipped.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="gainDb">Gain in dB; finite.</param>
    public static void ApplyGain(Span<float> samples, double gainDb)
    {
        var factor = (float)DeterministicMath.Pow(10.0, gainDb / 20);
        foreach (ref var sample in samples)
        {
            sample *= factor;
        }
    }

    /// <summary>Adds white Gaussian noise of a given distance below the mean power of the samples; silence stays silent.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="signalToNoiseDb">Distance in dB; finite.</param>
    /// <param name="random">Stream to draw from, one Gaussian a sample.</param>
    public static void AddNoise(Span<float> samples, double signalToNoiseDb, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var power = 0.0;
        foreach (var sample in samples)
        {
            power += (double)sample * sample;
        }

        var standardDeviation = Math.Sqrt(power / Math.Max(samples.Length, 1)) * DeterministicMath.Pow(10.0, -signalToNoiseDb / 20);
        foreach (ref var sample in samples)
        {
            sample = (float)(sample + standardDeviation * random.NextGaussian());
        }
    }
}
