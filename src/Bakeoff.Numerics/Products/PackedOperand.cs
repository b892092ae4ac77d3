namespace Bakeoff.Numerics;

/// <summary>A right-hand matrix kept in the order in which <see cref="Gemm"/> reads it, for products that use it many times.</summary>
/// <remarks>
/// <para>Pack recurrent weights once per batch and multiply them at every time step. Bits are those of the product with the plain matrix.
/// Products may read it from several threads; <see cref="Pack"/> must not run at the same time.</para>
/// <para>The order depends on the CPU's vector width, so it lives in memory only and is never stored.</para>
/// </remarks>
public sealed class PackedOperand
{
    private float[] _panels = [];

    /// <summary>Rows of op(B), the inner size of products; 0 before the first <see cref="Pack"/>.</summary>
    public int InnerSize { get; private set; }

    /// <summary>Columns of op(B), the columns of products; 0 before the first <see cref="Pack"/>.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>The panels.</summary>
    internal ReadOnlySpan<float> Panels => _panels;

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
        switch (VectorWidth.Current)
        {
            case 512:
                Pack<Lanes512<float>>(transpose, k, n, b, ldb);
                break;
            case 256:
                Pack<Lanes256<float>>(transpose, k, n, b, ldb);
                break;
            case 128:
                Pack<Lanes128<float>>(transpose, k, n, b, ldb);
                break;
            default:
                Pack<Lane<float>>(transpose, k, n, b, ldb);
                break;
        }
    }

    /// <summary><see cref="Pack(Transpose, int, int, ReadOnlySpan{float}, int)"/> for one vector width.</summary>
    internal unsafe void Pack<TLanes>(Transpose transpose, int k, int n, ReadOnlySpan<float> b, int ldb)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        var size = checked((int)GemmPanels<TLanes, float>.Size(k, n));
        if (_panels.Length < size)
        {
            _panels = GC.AllocateUninitializedArray<float>(size);
        }

        (InnerSize, ColumnCount) = (k, n);
        fixed (float* source = b, panels = _panels)
        {
            GemmPanels<TLanes, float>.Pack(k, n, source, transpose == Transpose.No ? ldb : 1, transpose == Transpose.No ? 1 : ldb, panels);
        }
    }
}
