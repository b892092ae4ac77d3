using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers;

/// <summary>Rows in blocks of sixteen with interleaved columns, so that other rows are compared with sixteen at a time.</summary>
/// <remarks>
/// Each lane holds the sum of another pair of rows, and each sum runs over the columns in order with fused multiply-add: the bits of
/// <see cref="DesignMatrix.Dot"/>, with and without vector units, for one row alone and for many.
/// Columns are taken in slices: a slice of a block stays in the first-level cache while all rows pass it, and sums that are not complete
/// wait in the result. Layout: blocks of [columns, 16]; zeros fill the last block.
/// </remarks>
internal sealed class InterleavedRows
{
    private const int Block = 16;
    private const int Slice = 256;
    private readonly double[] _values;
    private readonly int _columns;

    /// <summary>Copies rows into blocks.</summary>
    public InterleavedRows(DesignMatrix rows)
    {
        RowCount = rows.RowCount;
        _columns = rows.ColumnCount;
        _values = new double[Stride(RowCount) * _columns];
        for (var first = 0; first < RowCount; first += Block)
        {
            var block = _values.AsSpan(first * _columns, Block * _columns);
            var count = Math.Min(Block, RowCount - first);
            var source = rows.Values.AsSpan(first * _columns, count * _columns);
            for (var column = 0; column < _columns; column++)
            {
                for (var row = 0; row < count; row++)
                {
                    block[(column * Block) + row] = source[(row * _columns) + column];
                }
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Length of a row of sums: a number of rows, rounded up to whole blocks.</summary>
    public static int Stride(int rows) => (rows + Block - 1) / Block * Block;

    /// <summary>Computes the dot product of each of some rows with each of the first rows here.</summary>
    /// <param name="rows">Rows with the same columns, row-major.</param>
    /// <param name="others">Number of first rows here.</param>
    /// <param name="sums">Receives the sums, shape [rows, <see cref="Stride"/> of others]; the padding is not defined.</param>
    public void Dots(ReadOnlySpan<double> rows, int others, Span<double> sums)
    {
        var (count, stride) = (rows.Length / _columns, Stride(others));
        sums[..(count * stride)].Clear();
        for (var first = 0; first < others; first += Block)
        {
            for (var column = 0; column < _columns; column += Slice)
            {
                var length = Math.Min(Slice, _columns - column);
                var packed = _values.AsSpan((first * _columns) + (column * Block), length * Block);
                var row = 0;
                for (; row + 4 <= count; row += 4)
                {
                    Four(rows[((row * _columns) + column)..], _columns, packed, sums[((row * stride) + first)..], stride);
                }

                for (; row < count; row++)
                {
                    One(rows.Slice((row * _columns) + column, length), packed, sums.Slice((row * stride) + first, Block));
                }
            }
        }
    }

    // Eight independent chains hide the latency of the multiply-add.
    private static void Four(ReadOnlySpan<double> rows, int columns, ReadOnlySpan<double> packed, Span<double> sums, int stride)
    {
        ref var block = ref MemoryMarshal.GetReference(packed);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var length = packed.Length / Block;
        var rowA = rows[..length];
        var rowB = rows.Slice(columns, length);
        var rowC = rows.Slice(2 * columns, length);
        var rowD = rows.Slice(3 * columns, length);
        var (firstB, firstC, firstD) = ((nuint)stride, (nuint)(2 * stride), (nuint)(3 * stride));
        var (a0, a1) = (Vector512.LoadUnsafe(ref sum), Vector512.LoadUnsafe(ref sum, 8));
        var (b0, b1) = (Vector512.LoadUnsafe(ref sum, firstB), Vector512.LoadUnsafe(ref sum, firstB + 8));
        var (c0, c1) = (Vector512.LoadUnsafe(ref sum, firstC), Vector512.LoadUnsafe(ref sum, firstC + 8));
        var (d0, d1) = (Vector512.LoadUnsafe(ref sum, firstD), Vector512.LoadUnsafe(ref sum, firstD + 8));
        for (var i = 0; i < length; i++)
        {
            var p0 = Vector512.LoadUnsafe(ref block, (nuint)(i * Block));
            var p1 = Vector512.LoadUnsafe(ref block, (nuint)((i * Block) + 8));
            var (a, b) = (Vector512.Create(rowA[i]), Vector512.Create(rowB[i]));
            var (c, d) = (Vector512.Create(rowC[i]), Vector512.Create(rowD[i]));
            (a0, a1) = (Vector512.FusedMultiplyAdd(p0, a, a0), Vector512.FusedMultiplyAdd(p1, a, a1));
            (b0, b1) = (Vector512.FusedMultiplyAdd(p0, b, b0), Vector512.FusedMultiplyAdd(p1, b, b1));
            (c0, c1) = (Vector512.FusedMultiplyAdd(p0, c, c0), Vector512.FusedMultiplyAdd(p1, c, c1));
            (d0, d1) = (Vector512.FusedMultiplyAdd(p0, d, d0), Vector512.FusedMultiplyAdd(p1, d, d1));
        }

        a0.StoreUnsafe(ref sum);
        a1.StoreUnsafe(ref sum, 8);
        b0.StoreUnsafe(ref sum, firstB);
        b1.StoreUnsafe(ref sum, firstB + 8);
        c0.StoreUnsafe(ref sum, firstC);
        c1.StoreUnsafe(ref sum, firstC + 8);
        d0.StoreUnsafe(ref sum, firstD);
        d1.StoreUnsafe(ref sum, firstD + 8);
    }

    private static void One(ReadOnlySpan<double> row, ReadOnlySpan<double> packed, Span<double> sums)
    {
        ref var block = ref MemoryMarshal.GetReference(packed);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var (s0, s1) = (Vector512.LoadUnsafe(ref sum), Vector512.LoadUnsafe(ref sum, 8));
        for (var i = 0; i < row.Length; i++)
        {
            var x = Vector512.Create(row[i]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref block, (nuint)(i * Block)), x, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref block, (nuint)((i * Block) + 8)), x, s1);
        }

        s0.StoreUnsafe(ref sum);
        s1.StoreUnsafe(ref sum, 8);
    }
}
