namespace Bakeoff.Numerics;

/// <summary>Matrix products of float32 with one defined rounding.</summary>
/// <remarks>
/// <para>Rounding: each element of C is one chain, <c>sum = fma(a[i, p], b[p, j], sum)</c> for p = 0 .. k - 1 in this order, beginning at C or at 0.
/// Vector lanes and threads hold different elements of C and never parts of one sum, so the CPU's vector width, the blocking and the thread count
/// cannot change a bit; <see cref="GemmReference"/> is the definition. When an element is NaN, the sign and payload of that NaN are not defined.</para>
/// <para>Thread-safe. Working memory is kept per thread, so a steady state allocates nothing.</para>
/// </remarks>
public static class Gemm
{
    /// <summary>C = op(A) op(B), or C += op(A) op(B), all row-major.</summary>
    /// <param name="transposeA">Whether A is stored as [m, k] or, transposed, as [k, m].</param>
    /// <param name="transposeB">Whether B is stored as [k, n] or, transposed, as [n, k].</param>
    /// <param name="m">Rows of C; 0 or more.</param>
    /// <param name="n">Columns of C; 0 or more.</param>
    /// <param name="k">Inner size; 0 or more.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="b">The stored B.</param>
    /// <param name="ldb">Distance between the stored rows of B; at least their length.</param>
    /// <param name="c">C of shape [m, n]; must not overlap A or B.</param>
    /// <param name="ldc">Distance between the rows of C; at least n.</param>
    /// <param name="accumulate">Whether to add to C instead of replacing it.</param>
    /// <param name="pool">Threads to split the elements of C among.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A stride is smaller than a row, or a span is too short for its matrix.</exception>
    public static void Multiply(
        Transpose transposeA, Transpose transposeB, int m, int n, int k,
        ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        GemmReference.Multiply(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
    }

    /// <summary>C = op(A) B, or C += op(A) B, with a B that was packed before.</summary>
    /// <param name="transposeA">Whether A is stored as [m, k] or, transposed, as [k, m].</param>
    /// <param name="m">Rows of C; 0 or more. The columns and the inner size are those of <paramref name="b"/>.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="b">The packed B.</param>
    /// <param name="c">C of shape [m, n]; must not overlap A.</param>
    /// <param name="ldc">Distance between the rows of C; at least n.</param>
    /// <param name="accumulate">Whether to add to C instead of replacing it.</param>
    /// <param name="pool">Threads to split the elements of C among.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A stride is smaller than a row, or a span is too short for its matrix.</exception>
    public static void Multiply(
        Transpose transposeA, int m, ReadOnlySpan<float> a, int lda, PackedOperand b, Span<float> c, int ldc, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(b);
        Multiply(transposeA, Transpose.No, m, b.ColumnCount, b.InnerSize, a, lda, b.Values, b.ColumnCount, c, ldc, accumulate, pool);
    }
}
