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

        var cycle = signal.Slice(at, length);
        var (best, bestLag) = (double.NegativeInfinity, 0);
        Span<double> correlations = stackalloc double[3];
        for (var lag = length - reach; lag <= length + reach; lag++)
        {
            var value = Correlate(cycle, signal.Slice(at + lag, length));
            if (value > best)
            {
                (best, bestLag) = (value, lag);
            }
        }

        if (best <= 0)
        {
            return null;
        }

        for (var i = 0; i < correlations.Length; i++)
        {
            correlations[i] = Correlate(cycle, signal.Slice(at + bestLag + i - 1, length));
        }

        var shift = PitchCandidates.Shift((float)-correlations[0], (float)-correlations[1], (float)-correlations[2]);
        return (bestLag + shift, best);
    }

    private static double Correlate(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (product, powerA, powerB) = (0.0, 0.0, 0.0);
        for (var n = 0; n < a.Length; n++)
        {
            product = Math.FusedMultiplyAdd(a[n], b[n], product);
            powerA = Math.FusedMultiplyAdd(a[n], a[n], powerA);
            powerB = Math.FusedMultiplyAdd(b[n], b[n], powerB);
        }

        var scale = Math.Sqrt(powerA * powerB);
        return scale > 0 ? product / scale : 0;
    }

    private static double PeakToPeak(ReadOnlySpan<float> cycle)
    {
        var (lowest, highest) = (cycle[0], cycle[0]);
        foreach (var sample in cycle)
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
