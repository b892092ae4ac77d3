using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise and column-wise passes over row-major matrices.</summary>
/// <remarks>Each result comes from the same sequence of IEEE operations in the vector body and in the scalar tail; lanes hold different results.</remarks>
internal static class RowKernels
{
    /// <summary>y = a * b.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        CheckLength(a, y);
        CheckLength(b, y);
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        ref var result = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            (Vector256.LoadUnsafe(ref first, i) * Vector256.LoadUnsafe(ref second, i)).StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] = a[j] * b[j];
        }
    }

    /// <summary>y += a.</summary>
    public static void Add(ReadOnlySpan<float> a, Span<float> y)
    {
        CheckLength(a, y);
        ref var source = ref MemoryMarshal.GetReference(a);
        ref var result = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            (Vector256.LoadUnsafe(ref result, i) + Vector256.LoadUnsafe(ref source, i)).StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] += a[j];
        }
    }

    /// <summary>y = fma(a, factor, c); y may be c.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> a, float factor, ReadOnlySpan<float> c, Span<float> y)
    {
        CheckLength(a, y);
        CheckLength(c, y);
        ref var source = ref MemoryMarshal.GetReference(a);
        ref var addend = ref MemoryMarshal.GetReference(c);
        ref var result = ref MemoryMarshal.GetReference(y);
        var factors = Vector256.Create(factor);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref source, i), factors, Vector256.LoadUnsafe(ref addend, i)).StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] = MathF.FusedMultiplyAdd(a[j], factor, c[j]);
        }
    }

    /// <summary>Writes the same row, such as a bias, into every row.</summary>
    public static void FillRows(ReadOnlySpan<float> row, Span<float> matrix)
    {
        for (var start = 0; start < matrix.Length; start += row.Length)
        {
            row.CopyTo(matrix.Slice(start, row.Length));
        }
    }

    /// <summary>sums[j] = matrix[0, j] + matrix[1, j] + ..., rows in rising order.</summary>
    public static void SumColumns(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        sums.Clear();
        for (var start = 0; start < matrix.Length; start += sums.Length)
        {
            Add(matrix.Slice(start, sums.Length), sums);
        }
    }

    // The loops read through references, which nothing else would check.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckLength(ReadOnlySpan<float> source, ReadOnlySpan<float> result) => ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, result.Length);
}
