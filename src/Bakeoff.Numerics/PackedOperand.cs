namespace Bakeoff.Numerics;

/// <summary>A right-hand matrix kept in the order in which <see cref="Gemm"/> reads it, for products that use it many times.</summary>
/// <remarks>Pack recurrent weights once per batch and multiply them at every time step. Bits are those of the product with the plain matrix. Safe for reading from several threads.</remarks>
public sealed class PackedOperand
{
    private float[] _values = [];

    /// <summary>Rows of op(B), the inner size of products.</summary>
    public int InnerSize { get; private set; }

    /// <summary>Columns of op(B), the columns of products.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>The packed values.</summary>
    internal ReadOnlySpan<float> Values => _values;

    /// <summary>Replaces the contents by op(B); allocates only when the matrix is larger than any before.</summary>
    /// <param name="transpose">Whether B is stored as [k, n] or, transposed, as [n, k].</param>
    /// <param name="k">Rows of op(B); 0 or more.</param>
    /// <param name="n">Columns of op(B); 0 or more.</param>
    /// <param name="b">The stored B; copied, so later changes to it do not matter.</param>
    /// <param name="ldb">Distance between the stored rows of B; at least their length.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The stride is smaller than a row, or the span is too short for the matrix.</exception>
    public void Pack(Transpose transpose, int k, int n, ReadOnlySpan<float> b, int ldb)
    {
        GemmShape.CheckSizes(0, n, k);
        GemmShape.CheckMatrix("B", "b", "ldb", b.Length, ldb, transpose == Transpose.No ? k : n, transpose == Transpose.No ? n : k);
        (InnerSize, ColumnCount) = (k, n);
        if (_values.Length < k * n)
        {
            _values = new float[k * n];
        }

        for (var p = 0; p < k; p++)
        {
            for (var j = 0; j < n; j++)
            {
                _values[p * n + j] = transpose == Transpose.No ? b[p * ldb + j] : b[j * ldb + p];
            }
        }
    }
}
