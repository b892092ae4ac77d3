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
}
