using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Energy of a stretch of samples.</summary>
internal static class SignalEnergy
{
    /// <summary>Sum of the squares, of which each of eight sums holds every eighth, whatever the vectors of the machine.</summary>
    public static double Of(ReadOnlySpan<float> samples)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var eights = MemoryMarshal.Cast<float, Vector256<float>>(samples);
        foreach (var eight in eights)
        {
            var (first, second) = Vector256.Widen(eight);
            low += first * first;
            high += second * second;
        }

        var sums = low + high;
        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        foreach (var sample in samples[(eights.Length * Vector256<float>.Count)..])
        {
            sum += (double)sample * sample;
        }

        return sum;
    }
}
