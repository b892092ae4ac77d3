using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise passes of the LSTM over one row. Vector bodies and scalar tails
/// perform the same operations in the same order.</summary>
internal static class LstmKernels
{
    /// <summary>c' = f c + i g, the addition fused.</summary>
    public static void UpdateCell(ReadOnlySpan<float> gates, ReadOnlySpan<float> before, Span<float> cell)
    {
        var units = cell.Length;
        var input = gates[..units];
        var forget = gates.Slice(units, units);
        var candidate = gates.Slice(2 * units, units);
        var j = 0;
        for (; j <= units - 8; j += 8)
        {
            var product =
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(input), (nuint)j)
                * Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j);
            Vector256
                .FusedMultiplyAdd(
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(forget), (nuint)j),
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(before), (nuint)j),
                    product)
                .StoreUnsafe(ref MemoryMarshal.GetReference(cell), (nuint)j);
        }

        for (; j < units; j++)
        {
            cell[j] = MathF.FusedMultiplyAdd(forget[j], before[j], input[j] * candidate[j]);
        }
    }

    /// <summary>Replaces gate values by gradients before the non-linearities, and the cell
    /// gradient of this step by that of the step before.</summary>
    /// <param name="gates">Gate values i, f, g, o; on return their gradients.</param>
    /// <param name="before">Cell before the step; empty when that is zero.</param>
    /// <param name="tanhCell">tanh of the cell after the step.</param>
    /// <param name="dh">Gradient by the state after the step.</param>
    /// <param name="dc">Gradient by the cell after the step, from later steps; on return by the cell before.</param>
    public static void GateGradients(
        Span<float> gates,
        ReadOnlySpan<float> before,
        ReadOnlySpan<float> tanhCell,
        ReadOnlySpan<float> dh,
        Span<float> dc)
    {
        var units = dc.Length;
        var input = gates[..units];
        var forget = gates.Slice(units, units);
        var candidate = gates.Slice(2 * units, units);
        var output = gates.Slice(3 * units, units);
        var one = Vector256.Create(1f);
        var j = 0;
        for (; j <= units - 8; j += 8)
        {
            var (i, f, g, o) = (
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(input), (nuint)j),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(forget), (nuint)j),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(output), (nuint)j));
            var c = before.IsEmpty ? Vector256<float>.Zero : Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(before), (nuint)j);
            var (t, d) = (
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(tanhCell), (nuint)j),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(dh), (nuint)j));
            var cellGradient = Vector256.FusedMultiplyAdd(
                d * o,
                one - (t * t),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(dc), (nuint)j));
            (cellGradient * g * i * (one - i)).StoreUnsafe(ref MemoryMarshal.GetReference(input), (nuint)j);
            (cellGradient * c * f * (one - f)).StoreUnsafe(ref MemoryMarshal.GetReference(forget), (nuint)j);
            (cellGradient * i * (one - (g * g))).StoreUnsafe(ref MemoryMarshal.GetReference(candidate), (nuint)j);
            (d * t * o * (one - o)).StoreUnsafe(ref MemoryMarshal.GetReference(output), (nuint)j);
            (cellGradient * f).StoreUnsafe(ref MemoryMarshal.GetReference(dc), (nuint)j);
        }

        for (; j < units; j++)
        {
            var (i, f, g, o) = (input[j], forget[j], candidate[j], output[j]);
            var c = before.IsEmpty ? 0 : before[j];
            var (t, d) = (tanhCell[j], dh[j]);
            var cellGradient = MathF.FusedMultiplyAdd(d * o, 1 - (t * t), dc[j]);
            input[j] = cellGradient * g * i * (1 - i);
            forget[j] = cellGradient * c * f * (1 - f);
            candidate[j] = cellGradient * i * (1 - (g * g));
            output[j] = d * t * o * (1 - o);
            dc[j] = cellGradient * f;
        }
    }
}
