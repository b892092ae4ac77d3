using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Adds delayed, ever softer repetitions to a recording; what echoes after its end is cut off.</summary>
/// <remarks>Determinism: equal arguments give equal bits on every machine.</remarks>
internal static class Echo
{
    /// <summary>y[n] = x[n] + sum over k of 10^(-decayDb k / 20) x[n - k delay].</summary>
    public static float[] Apply(ReadOnlySpan<float> x, int delay, int repeats, double decayDb)
    {
        var y = new float[x.Length];
        var factor = DeterministicMath.Pow(10.0, -decayDb / 20);
        for (var n = 0; n < x.Length; n++)
        {
            var (sum, gain) = ((double)x[n], factor);
            for (var (k, from) = (0, n - delay); k < repeats && from >= 0; k++, from -= delay)
            {
                sum += gain * x[from];
                gain *= factor;
            }

            y[n] = (float)sum;
        }

        return y;
    }
}
