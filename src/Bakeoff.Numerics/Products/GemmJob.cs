namespace Bakeoff.Numerics;

/// <summary>One product as the threads see it; the pointers stay pinned by the caller until all tasks are done.</summary>
internal unsafe struct GemmJob<T>
    where T : unmanaged
{
    /// <summary>Rows and columns of C, and the inner size.</summary>
    public int M, N, K;

    /// <summary>First element of op(A).</summary>
    public T* A;

    /// <summary>Distances between rows and between columns of op(A).</summary>
    public nint ARow, AStep;

    /// <summary>First element of op(B), or the first panel when <see cref="IsPacked"/>.</summary>
    public T* B;

    /// <summary>Distances between rows and between columns of op(B), when it is not packed.</summary>
    public nint BRow, BColumn;

    /// <summary>True if <see cref="B"/> is in panels already.</summary>
    public bool IsPacked;

    /// <summary>First element of C.</summary>
    public T* C;

    /// <summary>Distance between rows of C.</summary>
    public nint CRow;

    /// <summary>True if the sums begin at C instead of 0.</summary>
    public bool Accumulate;

    /// <summary>True if only elements of C on and below its diagonal are wanted; others may be computed or not.</summary>
    public bool IsLower;

    /// <summary>The grid of tasks: C is cut into so many bands of rows and bands of columns.</summary>
    public int RowBands, ColumnBands;
}
