using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>Irregularity of a voice around one moment, from five successive cycles.</summary>
/// <param name="Jitter">Mean difference of neighbouring periods over the mean period; 0 for an exact rhythm.</param>
/// <param name="Shimmer">Mean difference of neighbouring peak-to-peak amplitudes over the mean amplitude; 0 for equal cycles.</param>
/// <param name="HarmonicsToNoiseDb">10 log10(r / (1 - r)) of the mean correlation r between neighbouring cycles, limited to -40..60
/// dB.</param>
/// <remarks>
/// Sources: P. Boersma (1993) for the ratio; the local jitter and shimmer of Praat's manual, with periods found by waveform matching.
/// A cycle is matched with the next by the lag of the highest normalised cross-correlation, refined by a parabola.
/// </remarks>
public sealed record VoiceQuality(float Jitter, float Shimmer, float HarmonicsToNoiseDb)
{
    private const int CycleCount = 5;
    private const int FewestCycles = 3;
    private const double LargestPeriodChange = 0.2;
    private const int MostOnStack = 512;
    private const int LagsAtOnce = 16;

    /// <summary>Measures around one sample.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="centre">Sample in the middle of the cycles looked at.</param>
    /// <param name="periodSamples">Period there in samples, from a pitch tracker; at least 4.</param>
    /// <returns>The three measures; null when fewer than three cycles lie inside the signal or nothing repeats.</returns>
    public static VoiceQuality? Measure(ReadOnlySpan<float> signal, int centre, double periodSamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodSamples, 4);
        Span<double> periods = stackalloc double[CycleCount];
        Span<double> amplitudes = stackalloc double[CycleCount];
        var length = (int)Math.Round(periodSamples);
        var at = Math.Max((int)(centre - (CycleCount + 1) * periodSamples / 2), 0);
        var (count, correlation) = (0, 0.0);
        for (; count < CycleCount; count++)
        {
            if (Match(signal, at, length) is not { } match)
            {
                break;
            }

            periods[count] = match.Lag;
            amplitudes[count] = PeakToPeak(signal.Slice(at, length));
            correlation += match.Correlation;
            at += (int)Math.Round(match.Lag);
        }

        if (count < FewestCycles)
        {
            return null;
        }

        var repetition = Math.Clamp(correlation / count, 1e-4, 1 - 1e-6);
        var ratioDb = 10 * DeterministicMath.Log10(repetition / (1 - repetition));
        return new VoiceQuality(
            (float)Variation(periods[..count]), (float)Variation(amplitudes[..count]), (float)Math.Clamp(ratioDb, -40, 60));
    }

    private static (double Lag, double Correlation)? Match(ReadOnlySpan<float> signal, int at, int length)
    {
        var reach = Math.Max((int)(LargestPeriodChange * length), 2);
        if (at + 2 * length + reach + 1 > signal.Length)
        {
            return null;
        }

        // The lags looked at, and one more on either side for the parabola.
        var count = (2 * reach) + 3;
        var correlations = count <= MostOnStack ? stackalloc double[count] : new double[count];
        Correlate(signal.Slice(at, length), signal.Slice(at + length - reach - 1, length + count - 1), correlations);
        var best = 1;
        for (var i = 2; i < count - 1; i++)
        {
            best = correlations[i] > correlations[best] ? i : best;
        }

        if (!(correlations[best] > 0))
        {
            return null;
        }

        var shift = PitchCandidates.Shift((float)-correlations[best - 1], (float)-correlations[best], (float)-correlations[best + 1]);
        return (length - reach - 1 + best + shift, correlations[best]);
    }

    /// <summary>Normalised correlation of a cycle with each stretch of its length.</summary>
    /// <param name="cycle">Samples.</param>
    /// <param name="signal">As many samples as cycle and correlations together, less one.</param>
    /// <param name="correlations">Receives the correlation at each lag.</param>
    internal static void Correlate(ReadOnlySpan<float> cycle, ReadOnlySpan<float> signal, Span<double> correlations)
    {
        var power = 0.0;
        foreach (var sample in cycle)
        {
            power = Math.FusedMultiplyAdd(sample, sample, power);
        }

        if (correlations.Length < LagsAtOnce)
        {
            for (var lag = 0; lag < correlations.Length; lag++)
            {
                var (product, own) = (0.0, 0.0);
                for (var n = 0; n < cycle.Length; n++)
                {
                    var sample = signal[lag + n];
                    product = Math.FusedMultiplyAdd(cycle[n], sample, product);
                    own = Math.FusedMultiplyAdd(sample, sample, own);
                }

                correlations[lag] = Normalize(product, power * own);
            }

            return;
        }

        for (var next = 0; next < correlations.Length; next += LagsAtOnce)
        {
            // The last lags are taken together with some of those before, a second time.
            var first = Math.Min(next, correlations.Length - LagsAtOnce);
            CorrelateSixteen(cycle, signal.Slice(first, cycle.Length + LagsAtOnce - 1), power, correlations.Slice(first, LagsAtOnce));
        }
    }

    /// <summary>Correlations of sixteen neighbouring stretches: each lane is one, with the sums that it has alone.</summary>
    private static void CorrelateSixteen(ReadOnlySpan<float> cycle, ReadOnlySpan<float> signal, double power, Span<double> correlations)
    {
        ref var samples = ref MemoryMarshal.GetReference(signal);
        var (product0, product1, product2, product3) = (Zero, Zero, Zero, Zero);
        var (power0, power1, power2, power3) = (Zero, Zero, Zero, Zero);
        for (var n = 0; n < cycle.Length; n++)
        {
            var sample = Vector256.Create((double)cycle[n]);
            var (a, b) = Vector256.Widen(Vector256.LoadUnsafe(ref samples, (nuint)n));
            var (c, d) = Vector256.Widen(Vector256.LoadUnsafe(ref samples, (nuint)n + 8));
            product0 = Vector256.FusedMultiplyAdd(sample, a, product0);
            product1 = Vector256.FusedMultiplyAdd(sample, b, product1);
            product2 = Vector256.FusedMultiplyAdd(sample, c, product2);
            product3 = Vector256.FusedMultiplyAdd(sample, d, product3);
            power0 = Vector256.FusedMultiplyAdd(a, a, power0);
            power1 = Vector256.FusedMultiplyAdd(b, b, power1);
            power2 = Vector256.FusedMultiplyAdd(c, c, power2);
            power3 = Vector256.FusedMultiplyAdd(d, d, power3);
        }

        Normalize(product0, power0, power, correlations);
        Normalize(product1, power1, power, correlations[4..]);
        Normalize(product2, power2, power, correlations[8..]);
        Normalize(product3, power3, power, correlations[12..]);
    }

    private static Vector256<double> Zero => Vector256<double>.Zero;

    private static void Normalize(Vector256<double> products, Vector256<double> powers, double power, Span<double> correlations)
    {
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            correlations[lane] = Normalize(products[lane], power * powers[lane]);
        }
    }

    private static double Normalize(double product, double squaredScale)
    {
        var scale = Math.Sqrt(squaredScale);
        return scale > 0 ? product / scale : 0;
    }

    private static double PeakToPeak(ReadOnlySpan<float> cycle)
    {
        var (lowest, highest) = (cycle[0], cycle[0]);
        var n = 0;
        if (cycle.Length >= Vector256<float>.Count)
        {
            var (low, high) = (Vector256.Create(cycle), Vector256.Create(cycle));
            for (; n <= cycle.Length - Vector256<float>.Count; n += Vector256<float>.Count)
            {
                var samples = Vector256.Create(cycle[n..]);
                (low, high) = (Vector256.Min(low, samples), Vector256.Max(high, samples));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                (lowest, highest) = (Math.Min(lowest, low[lane]), Math.Max(highest, high[lane]));
            }
        }

        foreach (var sample in cycle[n..])
        {
            (lowest, highest) = (Math.Min(lowest, sample), Math.Max(highest, sample));
        }

        return highest - (double)lowest;
    }

    private static double Variation(ReadOnlySpan<double> values)
    {
        var (sum, differences) = (values[0], 0.0);
        for (var i = 1; i < values.Length; i++)
        {
            sum += values[i];
            differences += Math.Abs(values[i] - values[i - 1]);
        }

        return differences / (values.Length - 1) / (sum / values.Length);
    }
}
