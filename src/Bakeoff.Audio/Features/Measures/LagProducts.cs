using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Products of a stretch with the signal after it, at sixteen lags side by side: no lane ever holds a part of one sum.</summary>
internal static class LagProducts
{
    /// <summary>Lags of one vector; the signal must reach as many samples less one beyond the last product.</summary>
    public const int Lanes = 16;

    /// <summary>target[i] = sum over n of stretch[n] * signal[n + i].</summary>
    /// <param name="stretch">Samples.</param>
    /// <param name="signal">Samples from the first lag on; at least those of the stretch and of the target, less one.</param>
    /// <param name="target">Receives the sums; a multiple of sixteen.</param>
    public static void Compute(ReadOnlySpan<float> stretch, ReadOnlySpan<float> signal, Span<float> target)
    {
        var first = 0;
        for (; first + 2 * Lanes <= target.Length; first += 2 * Lanes)
        {
            // Two vectors of lags, so that no product waits for the one before.
            var (sum, sumAfter) = (Vector512<float>.Zero, Vector512<float>.Zero);
            ref var source = ref MemoryMarshal.GetReference(signal.Slice(first, stretch.Length + 2 * Lanes - 1));
            for (var n = 0; n < stretch.Length; n++)
            {
                var sample = Vector512.Create(stretch[n]);
                sum = Vector512.FusedMultiplyAdd(sample, Vector512.LoadUnsafe(ref source, (nuint)n), sum);
                sumAfter = Vector512.FusedMultiplyAdd(sample, Vector512.LoadUnsafe(ref source, (nuint)(n + Lanes)), sumAfter);
            }

            sum.CopyTo(target[first..]);
            sumAfter.CopyTo(target[(first + Lanes)..]);
        }

        for (; first < target.Length; first += Lanes)
        {
            var sum = Vector512<float>.Zero;
            ref var source = ref MemoryMarshal.GetReference(signal.Slice(first, stretch.Length + Lanes - 1));
            for (var n = 0; n < stretch.Length; n++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(stretch[n]), Vector512.LoadUnsafe(ref source, (nuint)n), sum);
            }

            sum.CopyTo(target[first..]);
        }
    }
}
