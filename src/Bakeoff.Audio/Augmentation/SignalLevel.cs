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
        var standardDeviation = RootMeanSquare(samples) * DeterministicMath.Pow(10.0, -signalToNoiseDb / 20);
        foreach (ref var sample in samples)
        {
            sample = (float)(sample + standardDeviation * random.NextGaussian());
        }
    }

    /// <summary>Multiplies samples so that their root mean square is a given one; silence stays silent.</summary>
    internal static void SetRootMeanSquare(Span<float> samples, double level)
    {
        var own = RootMeanSquare(samples);
        foreach (ref var sample in own > 0 ? samples : [])
        {
            sample = (float)(sample * (level / own));
        }
    }

    /// <summary>Root mean square; 0 without samples.</summary>
    internal static double RootMeanSquare(ReadOnlySpan<float> samples)
    {
        var power = 0.0;
        foreach (var sample in samples)
        {
            power += (double)sample * sample;
        }

        return Math.Sqrt(power / Math.Max(samples.Length, 1));
    }
}
