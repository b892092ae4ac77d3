using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers;

/// <summary>Rows in blocks of sixteen with interleaved columns, so that one row is compared with sixteen at a time.</summary>
/// <remarks>
/// Each lane holds the sum of another row, and each sum runs over the columns in order with fused multiply-add: the bits of
/// <see cref="DesignMatrix.Dot"/> and <see cref="DesignMatrix.SquaredDistance"/>, with and without vector units. Layout: blocks of
/// [columns, 16]; zeros fill the last block.
/// </remarks>
internal sealed class InterleavedRows
{
    private const int Lanes = 4;
    private const int Block = 4 * Lanes;
    private readonly double[] _values;
    private readonly int _columns;

    /// <summary>Copies rows into blocks.</summary>
    public InterleavedRows(DesignMatrix rows)
    {
        RowCount = rows.RowCount;
        _columns = rows.ColumnCount;
        _values = new double[(RowCount + Block - 1) / Block * Block * _columns];
        for (var row = 0; row < RowCount; row++)
        {
            var source = rows.Row(row);
            var start = (row / Block * Block * _columns) + (row % Block);
            for (var column = 0; column < _columns; column++)
            {
                _values[start + (column * Block)] = source[column];
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Computes the dot product of a row with each of the first rows.</summary>
    /// <param name="row">As many values as there are columns.</param>
    /// <param name="sums">Receives one sum for each of the first rows; its length is their number.</param>
    public void Dots(ReadOnlySpan<double> row, Span<double> sums) => Fill(row, sums, isDistance: false);

    /// <summary>Computes the squared Euclidean distance of a row from each of the first rows.</summary>
    /// <inheritdoc cref="Dots"/>
    public void SquaredDistances(ReadOnlySpan<double> row, Span<double> sums) => Fill(row, sums, isDistance: true);

    private void Fill(ReadOnlySpan<double> row, Span<double> sums, bool isDistance)
    {
        Span<double> block = stackalloc double[Block];
        for (var first = 0; first < sums.Length; first += Block)
        {
            ref var packed = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_values), first * _columns);
            if (isDistance)
            {
                Distances(row, ref packed, block);
            }
            else
            {
                Products(row, ref packed, block);
            }

            block[..Math.Min(Block, sums.Length - first)].CopyTo(sums[first..]);
        }
    }

    // Four independent chains hide the latency of the multiply-add.
    private static void Products(ReadOnlySpan<double> row, ref double packed, Span<double> sums)
    {
        var (s0, s1, s2, s3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var value in row)
        {
            var x = Vector256.Create(value);
            s0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref packed), x, s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref packed, Lanes), x, s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref packed, 2 * Lanes), x, s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref packed, 3 * Lanes), x, s3);
            packed = ref Unsafe.Add(ref packed, Block);
        }

        Store(s0, s1, s2, s3, sums);
    }

    private static void Distances(ReadOnlySpan<double> row, ref double packed, Span<double> sums)
    {
        var (s0, s1, s2, s3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var value in row)
        {
            var x = Vector256.Create(value);
            var d0 = Vector256.LoadUnsafe(ref packed) - x;
            var d1 = Vector256.LoadUnsafe(ref packed, Lanes) - x;
            var d2 = Vector256.LoadUnsafe(ref packed, 2 * Lanes) - x;
            var d3 = Vector256.LoadUnsafe(ref packed, 3 * Lanes) - x;
            s0 = Vector256.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector256.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector256.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector256.FusedMultiplyAdd(d3, d3, s3);
            packed = ref Unsafe.Add(ref packed, Block);
        }

        Store(s0, s1, s2, s3, sums);
    }

    private static void Store(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3, Span<double> sums)
    {
        s0.CopyTo(sums);
        s1.CopyTo(sums[Lanes..]);
        s2.CopyTo(sums[(2 * Lanes)..]);
        s3.CopyTo(sums[(3 * Lanes)..]);
    }
}
