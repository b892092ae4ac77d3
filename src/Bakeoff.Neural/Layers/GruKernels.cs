using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise passes of the GRU over one row. Vector bodies and scalar tails
/// perform the same operations in the same order.</summary>
internal static class GruKernels
{
    /// <summary>candidate += r (U h + b'), fused.</summary>
    public static void AddResetPart(ReadOnlySpan<float> reset, ReadOnlySpan<float> recurrent, Span<float> candidate)
    {
        var j = 0;
        for (; j <= candidate.Length - 8; j += 8)
        {
            Vector256
                .FusedMultiplyAdd(
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(reset), (nuint)j),
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(recurrent), (nuint)j),
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j))
                .StoreUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j);
        }

        for (; j < candidate.Length; j++)
        {
            candidate[j] = MathF.FusedMultiplyAdd(reset[j], recurrent[j], candidate[j]);
        }
    }

    /// <summary>h' = (1 - z) n + z h, the addition fused; an empty h is zero.</summary>
    public static void UpdateState(ReadOnlySpan<float> gates, ReadOnlySpan<float> before, Span<float> state)
    {
        var units = state.Length;
        var update = gates.Slice(units, units);
        var candidate = gates.Slice(2 * units, units);
        var one = Vector256.Create(1f);
        var j = 0;
        for (; j <= units - 8; j += 8)
        {
            var z = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(update), (nuint)j);
            var h = before.IsEmpty ? Vector256<float>.Zero : Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(before), (nuint)j);
            Vector256
                .FusedMultiplyAdd(z, h, (one - z) * Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j))
                .StoreUnsafe(ref MemoryMarshal.GetReference(state), (nuint)j);
        }

        for (; j < units; j++)
        {
            state[j] = MathF.FusedMultiplyAdd(update[j], before.IsEmpty ? 0 : before[j], (1 - update[j]) * candidate[j]);
        }
    }

    /// <summary>Replaces gate values by gradients before the non-linearities, and the state gradient by its direct part z dh.</summary>
    /// <param name="gates">r, z, n; on return the gradients by W x + b.</param>
    /// <param name="recurrent">U h + b' (the last third is read); on return its gradients.</param>
    /// <param name="before">State before the step; empty when that is zero.</param>
    /// <param name="dh">Gradient by the state after the step; on return the part of it that goes straight to the state before.</param>
    public static void GateGradients(Span<float> gates, Span<float> recurrent, ReadOnlySpan<float> before, Span<float> dh)
    {
        var units = dh.Length;
        for (var j = 0; j < units; j++)
        {
            var (r, z, n) = (gates[j], gates[units + j], gates[(2 * units) + j]);
            var h = before.IsEmpty ? 0 : before[j];
            var d = dh[j];
            var candidate = d * (1 - z) * (1 - (n * n));
            var reset = candidate * recurrent[(2 * units) + j] * r * (1 - r);
            var update = d * (h - n) * z * (1 - z);
            (gates[j], gates[units + j], gates[(2 * units) + j]) = (reset, update, candidate);
            (recurrent[j], recurrent[units + j], recurrent[(2 * units) + j]) = (reset, update, candidate * r);
            dh[j] = d * z;
        }
    }
}
