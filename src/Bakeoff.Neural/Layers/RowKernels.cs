using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise and column-wise passes over row-major matrices.</summary>
/// <remarks>Each result comes from the same sequence of IEEE operations in the vector body and
/// in the scalar tail; lanes hold different results.</remarks>
internal static class RowKernels
{
    /// <summary>y = a * b, the first <paramref name="length"/> values, on several threads.</summary>
    public static void Multiply(float[] a, float[] b, float[] y, int length, WorkerPool pool) =>
        Bands.Run(
            pool, length, 1024, length, (A: a, B: b, Y: y),
            static (first, last, arrays) => Multiply(
                arrays.A.AsSpan(first, last - first), arrays.B.AsSpan(first, last - first), arrays.Y.AsSpan(first, last - first)));

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    /// <summary>y /= divisor.</summary>
    public static void Divide(Span<float> y, float divisor)
    {
        ref var result = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            (Vector256.LoadUnsafe(ref result, i) / Vector256.Create(divisor)).StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] /= divisor;
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
            Vector256
                .FusedMultiplyAdd(Vector256.LoadUnsafe(ref source, i), factors, Vector256.LoadUnsafe(ref addend, i))
                .StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] = MathF.FusedMultiplyAdd(a[j], factor, c[j]);
        }
    }

    /// <summary>y = (a - means) * scales.</summary>
    public static void Standardize(ReadOnlySpan<float> a, ReadOnlySpan<float> means, ReadOnlySpan<float> scales, Span<float> y)
    {
        CheckLength(a, y);
        CheckLength(means, y);
        CheckLength(scales, y);
        ref var source = ref MemoryMarshal.GetReference(a);
        ref var mean = ref MemoryMarshal.GetReference(means);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var result = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (var last = (nuint)(y.Length & ~7); i < last; i += 8)
        {
            ((Vector256.LoadUnsafe(ref source, i) - Vector256.LoadUnsafe(ref mean, i)) * Vector256.LoadUnsafe(ref scale, i))
                .StoreUnsafe(ref result, i);
        }

        for (var j = (int)i; j < y.Length; j++)
        {
            y[j] = (a[j] - means[j]) * scales[j];
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

    /// <summary>Adds the same row, such as a bias, to every row.</summary>
    public static void AddToRows(ReadOnlySpan<float> row, Span<float> matrix)
    {
        for (var start = 0; start < matrix.Length; start += row.Length)
        {
            Add(row, matrix.Slice(start, row.Length));
        }
    }

    /// <summary>Copies rows that lie as far apart as their strides say.</summary>
    /// <param name="rows">Rows; with none nothing is read.</param>
    /// <param name="source">First element of the first row.</param>
    /// <param name="sourceStride">Floats from one row to the next; may be less than a row.</param>
    /// <param name="target">Receives the rows; does not overlap the source.</param>
    /// <param name="targetStride">Floats from one row to the next; at least a row.</param>
    /// <param name="width">Floats in a row.</param>
    public static void CopyRows(
        int rows, ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int width)
    {
        if (rows == 0)
        {
            return;
        }

        ref var x = ref MemoryMarshal.GetReference(source[..(((rows - 1) * sourceStride) + width)]);
        ref var y = ref MemoryMarshal.GetReference(target[..(((rows - 1) * targetStride) + width)]);
        for (; width < 8 && rows > 0; rows--)
        {
            y = x;
            for (nuint i = 1; i < (nuint)width; i++)
            {
                Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i);
            }

            x = ref Unsafe.Add(ref x, sourceStride);
            y = ref Unsafe.Add(ref y, targetStride);
        }

        // Written out, because a call for each row would take longer than copying a short one.
        for (var last = (nuint)(width - 8); rows > 0; rows--)
        {
            for (nuint i = 0; i < last; i += 8)
            {
                Vector256.LoadUnsafe(ref x, i).StoreUnsafe(ref y, i);
            }

            Vector256.LoadUnsafe(ref x, last).StoreUnsafe(ref y, last);
            x = ref Unsafe.Add(ref x, sourceStride);
            y = ref Unsafe.Add(ref y, targetStride);
        }
    }

    /// <summary>Clears rows that lie <paramref name="stride"/> floats apart.</summary>
    public static void ClearRows(int rows, Span<float> matrix, int stride, int width)
    {
        for (var row = 0; row < rows; row++)
        {
            matrix.Slice(row * stride, width).Clear();
        }
    }

    /// <summary>sums[j] = matrix[0, j] + matrix[1, j] + ..., rows in rising order.</summary>
    public static void SumColumns(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        sums.Clear();
        AddRows(matrix.Length / sums.Length, matrix, sums.Length, sums);
    }

    /// <summary>sums[j] += matrix[0, j] + matrix[1, j] + ..., each row added in turn.</summary>
    /// <remarks>Four rows a pass, so that the sums travel to the cache and back once for four additions.</remarks>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="matrix">First element of the first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="sums">One sum a column.</param>
    public static void AddRows(int rows, ReadOnlySpan<float> matrix, int stride, Span<float> sums)
    {
        var row = 0;
        for (; row <= rows - 4; row += 4)
        {
            var four = matrix[(row * stride)..];
            CheckLength(four[(3 * stride)..], sums);
            ref var first = ref MemoryMarshal.GetReference(four);
            ref var second = ref Unsafe.Add(ref first, stride);
            ref var third = ref Unsafe.Add(ref second, stride);
            ref var fourth = ref Unsafe.Add(ref third, stride);
            ref var result = ref MemoryMarshal.GetReference(sums);
            nuint i = 0;
            for (var last = (nuint)(sums.Length & ~7); i < last; i += 8)
            {
                var sum = Vector256.LoadUnsafe(ref result, i) + Vector256.LoadUnsafe(ref first, i) + Vector256.LoadUnsafe(ref second, i);
                (sum + Vector256.LoadUnsafe(ref third, i) + Vector256.LoadUnsafe(ref fourth, i)).StoreUnsafe(ref result, i);
            }

            for (var j = (int)i; j < sums.Length; j++)
            {
                sums[j] = sums[j] + four[j] + four[stride + j] + four[(2 * stride) + j] + four[(3 * stride) + j];
            }
        }

        for (; row < rows; row++)
        {
            Add(matrix.Slice(row * stride, sums.Length), sums);
        }
    }

    /// <summary>sums[j] += matrix[i, j] and products[j] = fma(matrix[i, j], factors[i], products[j]) for each row i in turn.</summary>
    /// <remarks>As the form without factors; a large matrix passes from memory once for both.</remarks>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="matrix">First element of the first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="factors">One factor a row.</param>
    /// <param name="sums">One sum a column.</param>
    /// <param name="products">One sum of products a column.</param>
    public static void AddRows(
        int rows, ReadOnlySpan<float> matrix, int stride, ReadOnlySpan<float> factors, Span<float> sums, Span<float> products)
    {
        CheckLength(products, sums);
        var row = 0;
        for (; row <= rows - 4; row += 4)
        {
            var four = matrix[(row * stride)..];
            CheckLength(four[(3 * stride)..], sums);
            ref var first = ref MemoryMarshal.GetReference(four);
            ref var second = ref Unsafe.Add(ref first, stride);
            ref var third = ref Unsafe.Add(ref second, stride);
            ref var fourth = ref Unsafe.Add(ref third, stride);
            ref var sum = ref MemoryMarshal.GetReference(sums);
            ref var product = ref MemoryMarshal.GetReference(products);
            var (f1, f2, f3, f4) = (factors[row], factors[row + 1], factors[row + 2], factors[row + 3]);
            var (v1, v2, v3, v4) = (Vector256.Create(f1), Vector256.Create(f2), Vector256.Create(f3), Vector256.Create(f4));
            nuint i = 0;
            for (var last = (nuint)(sums.Length & ~7); i < last; i += 8)
            {
                var (r1, r2) = (Vector256.LoadUnsafe(ref first, i), Vector256.LoadUnsafe(ref second, i));
                var (r3, r4) = (Vector256.LoadUnsafe(ref third, i), Vector256.LoadUnsafe(ref fourth, i));
                (Vector256.LoadUnsafe(ref sum, i) + r1 + r2 + r3 + r4).StoreUnsafe(ref sum, i);
                var chain = Vector256.FusedMultiplyAdd(r1, v1, Vector256.LoadUnsafe(ref product, i));
                chain = Vector256.FusedMultiplyAdd(r3, v3, Vector256.FusedMultiplyAdd(r2, v2, chain));
                Vector256.FusedMultiplyAdd(r4, v4, chain).StoreUnsafe(ref product, i);
            }

            for (var j = (int)i; j < sums.Length; j++)
            {
                var (r1, r2, r3, r4) = (four[j], four[stride + j], four[(2 * stride) + j], four[(3 * stride) + j]);
                sums[j] = sums[j] + r1 + r2 + r3 + r4;
                var chain = MathF.FusedMultiplyAdd(r1, f1, products[j]);
                chain = MathF.FusedMultiplyAdd(r3, f3, MathF.FusedMultiplyAdd(r2, f2, chain));
                products[j] = MathF.FusedMultiplyAdd(r4, f4, chain);
            }
        }

        for (; row < rows; row++)
        {
            var values = matrix.Slice(row * stride, sums.Length);
            Add(values, sums);
            MultiplyAdd(values, factors[row], products, products);
        }
    }

    // The loops read through references, which nothing else would check.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckLength(ReadOnlySpan<float> source, ReadOnlySpan<float> result) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, result.Length);
}
