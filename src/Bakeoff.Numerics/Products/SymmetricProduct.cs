using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Products of a matrix with its own transpose.</summary>
public static class SymmetricProduct
{
    /// <summary>C = op(A) op(A)^T, or C += op(A) op(A)^T. Each element is one chain of fused multiply-adds in ascending inner index, as in
    /// <see cref="Gemm"/>.</summary>
    /// <param name="transpose">Whether A is stored as [n, k] or, transposed, as [k, n].</param>
    /// <param name="n">Rows and columns of C; 0 or more.</param>
    /// <param name="k">Inner size; 0 or more.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="c">C of shape [n, n], row-major. Its lower half is computed; what is above the diagonal afterwards is not defined.</param>
    /// <param name="accumulate">True to add to C instead of replacing it.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <remarks>Cost: about n^2 k / 2 multiply-adds.</remarks>
    /// <exception cref="ArgumentException">The stride is smaller than a row, or a span is too short.</exception>
    /// <typeparam name="T">float or double.</typeparam>
    public static void Compute<T>(
        Transpose transpose, int n, int k, ReadOnlySpan<T> a, int lda, Span<T> c, bool accumulate, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Gemm.MultiplyLower(
            transpose, transpose == Transpose.No ? Transpose.Yes : Transpose.No, n, k, a, lda, a, lda, c, n, accumulate, pool);

    /// <summary>C = op(A) op(A)^T, or C += op(A) op(A)^T, with four digits in half of the time of float32: products of 16-bit integers.</summary>
    /// <param name="transpose">Whether A is stored as [n, k] or, transposed, as [k, n].</param>
    /// <param name="n">Rows and columns of C; 0 or more.</param>
    /// <param name="k">Inner size; 0 or more.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="c">C of shape [n, n], row-major. Its lower half is computed; what is above the diagonal afterwards is not defined.</param>
    /// <param name="accumulate">True to add to C instead of replacing it.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <remarks>Each row of op(A) is rounded to 1/32,760 of its length within 512 columns, and C is the product of the rounded rows, but for
    /// roundings to float32: an element is off by some 1e-5 of the product of both lengths. Rows whose squares leave float32 make NaN.
    /// Cost: about n^2 k / 2 multiply-adds of 16 bits.</remarks>
    /// <exception cref="ArgumentException">The stride is smaller than a row, or a span is too short.</exception>
    public static unsafe void ComputeRoughly(
        Transpose transpose, int n, int k, ReadOnlySpan<float> a, int lda, Span<float> c, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        GemmShape.CheckSizes(n, n, k);
        GemmShape.CheckMatrix("A", "a", "lda", a.Length, lda, transpose == Transpose.No ? n : k, transpose == Transpose.No ? k : n);
        GemmShape.CheckMatrix("C", "c", "ldc", c.Length, n, n, n);
        fixed (float* source = a, target = c)
        {
            var (row, step) = transpose == Transpose.No ? ((nint)lda, (nint)1) : (1, lda);
            new RoundedProduct(n, source, row, step, target).Compute(k, accumulate, pool);
        }
    }
}
