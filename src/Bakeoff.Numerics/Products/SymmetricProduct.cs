namespace Bakeoff.Numerics;

/// <summary>Products of a matrix with its own transpose, of float64.</summary>
public static class SymmetricProduct
{
    // Columns of the result computed together; the half above them is never computed but copied.
    private const int Band = 256;

    /// <summary>C = op(A) op(A)^T. Each element is one chain of fused multiply-adds in ascending inner index, as in <see cref="Gemm"/>.</summary>
    /// <param name="transpose">Whether A is stored as [n, k] or, transposed, as [k, n].</param>
    /// <param name="n">Rows and columns of C; 0 or more.</param>
    /// <param name="k">Inner size; 0 or more.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <returns>C of shape [n, n], row-major, both halves. Cost: about n^2 k / 2 multiply-adds.</returns>
    /// <exception cref="ArgumentException">The stride is smaller than a row, or the span is too short.</exception>
    public static double[] Compute(Transpose transpose, int n, int k, ReadOnlySpan<double> a, int lda, WorkerPool pool)
    {
        var c = new double[(long)n * n];
        for (var first = 0; first < n; first += Band)
        {
            var columns = Math.Min(Band, n - first);
            var rows = transpose == Transpose.No ? a[(first * lda)..] : a[first..];
            var other = transpose == Transpose.No ? Transpose.Yes : Transpose.No;
            Gemm.Multiply(
                transpose, other, n - first, columns, k, rows, lda, rows, lda, c.AsSpan((first * n) + first), n, accumulate: false, pool);
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                c[(i * n) + j] = c[(j * n) + i];
            }
        }

        return c;
    }
}
