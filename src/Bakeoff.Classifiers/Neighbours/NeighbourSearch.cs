using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>Exact search for the nearest rows: float32 products first, then float64 distances of the few rows that those leave.</summary>
/// <remarks>
/// <para>Result: that of <see cref="NeighbourReference"/>, whatever the values. All rows are shifted to lie around zero; a squared distance is
/// then |x|^2 + |y|^2 - 2 x y, of which only x y is computed in float32. Its rounding error is bounded (N. J. Higham, Accuracy and stability
/// of numerical algorithms, 2nd edition, section 3.1), so every distance has a lower and an upper bound. A row whose lower bound is above the
/// k-th smallest upper bound is not among the k nearest; the distances of the others are computed in float64.</para>
/// <para>Cost: one float32 multiply-add for each query, row and column. Rows are shifted a band at a time for up to 512 queries, into memory
/// that is used again: nothing of the size of the rows is allocated. The loops are compiled with all optimisations at once: a search is often
/// over before the runtime would have compiled them again.</para>
/// </remarks>
internal sealed class NeighbourSearch
{
    private const int MostQueries = 512;

    // A band and its products stay in the second-level cache.
    private const int RowsOfBand = 120;
    private const int RowsOfCentre = 64;
    private const double HalfUlp = 1.0 / (1 << 24);

    // Products of longer rows might overflow float32.
    private const double LargestSquare = 1e30;

    private readonly DesignMatrix _rows;
    private readonly double[] _centre;

    /// <summary>Prepares a search.</summary>
    /// <param name="rows">Rows to search; kept, not copied.</param>
    public NeighbourSearch(DesignMatrix rows)
    {
        _rows = rows;
        _centre = Centre(rows);
    }

    /// <summary>Finds the k nearest rows of each query.</summary>
    /// <param name="queries">Rows with the same columns.</param>
    /// <param name="k">Number of neighbours, at most that of rows.</param>
    /// <param name="threads">Number of threads; it changes no result.</param>
    /// <returns>Shape [queries][k]: positions of rows, the nearest first; of equal distances, the earlier first.</returns>
    public int[][] Find(DesignMatrix queries, int k, int threads)
    {
        var nearest = new int[queries.RowCount][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        for (var first = 0; first < queries.RowCount; first += MostQueries)
        {
            var block = new QueryBlock(this, queries, first, Math.Min(MostQueries, queries.RowCount - first));
            // Each part of the rows has shortlists of its own, so that parts do not wait for each other.
            var parts = Math.Min(threads, (_rows.RowCount + RowsOfBand - 1) / RowsOfBand);
            var kept = new Shortlist[parts][];
            Parallel.For(0, parts, parallel, part => kept[part] = Keep(block, Begin(part, parts), Begin(part + 1, parts), k));
            var start = first;
            Parallel.For(0, block.Count, parallel, query =>
            {
                var rows = Shortlist.Merge(Array.ConvertAll(kept, lists => lists[query]));
                nearest[start + query] = Nearest(queries.Row(start + query), rows, k);
            });
        }

        return nearest;
    }

    // Any point near the rows will do: it keeps large means from hiding small distances.
    private static double[] Centre(DesignMatrix rows)
    {
        var centre = new double[rows.ColumnCount];
        var count = Math.Min(RowsOfCentre, rows.RowCount);
        for (var i = 0; i < count; i++)
        {
            var row = rows.Row((int)((long)rows.RowCount * i / count));
            for (var j = 0; j < centre.Length; j++)
            {
                centre[j] += row[j] / count;
            }
        }

        return centre;
    }

    private int Begin(int part, int parts) => (int)((long)_rows.RowCount * part / parts);

    /// <summary>Rows from a part of all that may be among the nearest of the queries.</summary>
    private Shortlist[] Keep(QueryBlock block, int first, int last, int k)
    {
        var columns = _rows.ColumnCount;
        var lists = new Shortlist[block.Count];
        for (var query = 0; query < lists.Length; query++)
        {
            lists[query] = new Shortlist(k);
        }

        var shifted = ArrayPool<float>.Shared.Rent(RowsOfBand * columns);
        var products = ArrayPool<float>.Shared.Rent(RowsOfBand * block.Count);
        var bounds = new Bounds[RowsOfBand];
        for (var band = first; band < last; band += RowsOfBand)
        {
            var count = Math.Min(RowsOfBand, last - band);
            Shift(_rows, band, shifted.AsSpan(0, count * columns), bounds.AsSpan(0, count));
            Gemm.Multiply(
                Transpose.No, count, shifted, columns, block.Packed, products, block.Count, accumulate: false, WorkerPool.Serial);
            for (var i = 0; i < count; i++)
            {
                Offer(lists, band + i, bounds[i], block.Bounds, products.AsSpan(i * block.Count, block.Count));
            }
        }

        ArrayPool<float>.Shared.Return(shifted);
        ArrayPool<float>.Shared.Return(products);
        return lists;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Offer(Shortlist[] lists, int row, Bounds bounds, Bounds[] queries, ReadOnlySpan<float> products)
    {
        for (var query = 0; query < products.Length; query++)
        {
            var twice = 2.0 * products[query];
            lists[query].Offer(row, bounds.Lower + queries[query].Lower - twice, bounds.Upper + queries[query].Upper - twice);
        }
    }

    /// <summary>Shifts consecutive rows and bounds their squared lengths.</summary>
    private void Shift(DesignMatrix rows, int first, Span<float> shifted, Span<Bounds> bounds)
    {
        for (var row = 0; row < bounds.Length; row++)
        {
            bounds[row] = BoundsOf(Shift(rows.Row(first + row), shifted.Slice(row * rows.ColumnCount, rows.ColumnCount)), rows.ColumnCount);
        }
    }

    /// <summary>Shifts one row.</summary>
    /// <returns>Its squared length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Shift(ReadOnlySpan<double> row, Span<float> shifted)
    {
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(row);
        var centres = MemoryMarshal.Cast<double, Vector512<double>>(_centre.AsSpan(0, row.Length));
        var targets = MemoryMarshal.Cast<float, Vector256<float>>(shifted);
        var sums = Vector512<double>.Zero;
        for (var i = 0; i < sources.Length; i++)
        {
            var difference = sources[i] - centres[i];
            sums = Vector512.FusedMultiplyAdd(difference, difference, sums);
            targets[i] = Vector256.Narrow(difference.GetLower(), difference.GetUpper());
        }

        var squares = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            squares += sums[lane];
        }

        for (var i = sources.Length * Vector512<double>.Count; i < row.Length; i++)
        {
            var difference = row[i] - _centre[i];
            squares = Math.FusedMultiplyAdd(difference, difference, squares);
            shifted[i] = (float)difference;
        }

        return squares;
    }

    /// <summary>A row's part of the bounds of its distances: its squared length, less and plus its part of the error.</summary>
    private static Bounds BoundsOf(double squares, int columns)
    {
        // 2 |x| |y| is at most |x|^2 + |y|^2. The sum rounds once a column; two roundings are those of x and y to float32, and the others to
        // spare outweigh all of float64. The last term is for numbers that are too small for float32's precision.
        var roundings = (columns + 16) * HalfUlp;
        var isBounded = squares < LargestSquare && roundings < 0.5;
        var error = isBounded ? (roundings / (1 - roundings) * squares) + (columns * 1e-40) : double.PositiveInfinity;
        return new Bounds(squares - error, squares + error);
    }

    private int[] Nearest(ReadOnlySpan<double> query, List<int> rows, int k)
    {
        var distances = new (double Distance, int Row)[rows.Count];
        for (var i = 0; i < distances.Length; i += 4)
        {
            var last = distances.Length - 1;
            var (a, b, c, d) = (rows[i], rows[Math.Min(i + 1, last)], rows[Math.Min(i + 2, last)], rows[Math.Min(i + 3, last)]);
            var sums = SquaredDistances(query, _rows.Row(a), _rows.Row(b), _rows.Row(c), _rows.Row(d));
            for (var lane = 0; lane < Math.Min(4, distances.Length - i); lane++)
            {
                distances[i + lane] = (sums[lane], rows[i + lane]);
            }
        }

        Array.Sort(distances);
        return Array.ConvertAll(distances[..k], static pair => pair.Row);
    }

    // Four sums side by side, since each has to wait for its last addition: every one has the bits of DesignMatrix.SquaredDistance.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> SquaredDistances(
        ReadOnlySpan<double> query, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        var (sumA, sumB, sumC, sumD) = (0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < query.Length; j++)
        {
            var value = query[j];
            var (toA, toB, toC, toD) = (a[j] - value, b[j] - value, c[j] - value, d[j] - value);
            sumA = Math.FusedMultiplyAdd(toA, toA, sumA);
            sumB = Math.FusedMultiplyAdd(toB, toB, sumB);
            sumC = Math.FusedMultiplyAdd(toC, toC, sumC);
            sumD = Math.FusedMultiplyAdd(toD, toD, sumD);
        }

        return Vector256.Create(sumA, sumB, sumC, sumD);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Bounds(double Lower, double Upper);

    /// <summary>Queries that pass the rows together.</summary>
    private sealed class QueryBlock
    {
        public QueryBlock(NeighbourSearch search, DesignMatrix queries, int first, int count)
        {
            var columns = queries.ColumnCount;
            var shifted = ArrayPool<float>.Shared.Rent(count * columns);
            Bounds = new Bounds[count];
            search.Shift(queries, first, shifted.AsSpan(0, count * columns), Bounds);
            Packed.Pack(Transpose.Yes, columns, count, shifted, columns);
            ArrayPool<float>.Shared.Return(shifted);
        }

        public PackedOperand Packed { get; } = new();

        public Bounds[] Bounds { get; }

        public int Count => Bounds.Length;
    }

    /// <summary>Rows whose lower bound is not above the k-th smallest upper bound.</summary>
    private sealed class Shortlist
    {
        private readonly double[] _smallest;
        private readonly List<(int Row, double Lower)> _rows = [];
        private double _limit = double.PositiveInfinity;

        public Shortlist(int k)
        {
            _smallest = new double[k];
            Array.Fill(_smallest, double.PositiveInfinity);
        }

        /// <summary>The rows that stay when the lists of all parts of the rows are one.</summary>
        public static List<int> Merge(Shortlist[] parts)
        {
            var merged = parts[0];
            foreach (var part in parts.AsSpan(1))
            {
                foreach (var upper in part._smallest)
                {
                    merged.LowerLimit(upper);
                }
            }

            return [.. parts.SelectMany(static part => part._rows).Where(row => !(row.Lower > merged._limit)).Select(static row => row.Row)];
        }

        // A bound that is not a number excludes nothing.
        public void Offer(int row, double lower, double upper)
        {
            if (lower > _limit)
            {
                return;
            }

            _rows.Add((row, lower));
            LowerLimit(upper);
        }

        private void LowerLimit(double upper)
        {
            if (!(upper < _limit))
            {
                return;
            }

            var i = _smallest.Length - 1;
            for (; i > 0 && _smallest[i - 1] > upper; i--)
            {
                _smallest[i] = _smallest[i - 1];
            }

            _smallest[i] = upper;
            _limit = _smallest[^1];
        }
    }
}
