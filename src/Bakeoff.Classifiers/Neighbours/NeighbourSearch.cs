using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>Exact search for the nearest rows: products of 16-bit integers first, then float64 distances of the few rows that those
/// leave.</summary>
/// <remarks>
/// <para>Result: that of <see cref="NeighbourReference"/>, whatever the values. All rows are shifted to lie around zero; a squared distance is
/// then |x|^2 + |y|^2 - 2 x y. For x y, each row is stretched to one length and rounded to integers, whose products are exact; what rounding
/// takes from a row is bounded by half a unit a column, so that every distance has a lower and an upper bound (Cauchy and Schwarz). A row
/// whose lower bound is above the k-th smallest upper bound is not among the k nearest; the distances of the others are computed in
/// float64.</para>
/// <para>Cost: one 16-bit multiply-add for each query, row and column. Rows are shifted a band at a time for up to 512 queries, into memory
/// that is used again: nothing of the size of the rows is allocated. The loops are compiled with all optimisations at once: a search is often
/// over before the runtime would have compiled them again.</para>
/// </remarks>
internal sealed class NeighbourSearch
{
    private const int MostQueries = 512;

    // A band and its products stay in the second-level cache.
    private const int RowsOfBand = 20 * PackedIntegers.RowsOfTile;
    private const int RowsOfCentre = 64;

    // Length of a row of integers: none of them leaves 16 bits and no product of two rows 32.
    private const double Length = short.MaxValue - 1;

    // Half a unit, and what two roundings to float32 may add.
    private const double RoundingOfColumn = 0.51;

    // Squares of shorter and of longer rows lose digits or overflow.
    private const double SmallestSquare = 1e-280;
    private const double LargestSquare = 1e280;

    private const int RowsOfSums = 6;

    // Added to numbers of less than 2^22, it leaves them rounded to integers in the last bits of a float32.
    private const float Rounder = 3 << 22;

    private readonly DesignMatrix _rows;
    private readonly double[] _centre;
    private readonly int _stride;
    private readonly double _error;
    private readonly double _rounding;

    /// <summary>Prepares a search.</summary>
    /// <param name="rows">Rows to search; kept, not copied.</param>
    public NeighbourSearch(DesignMatrix rows)
    {
        (_rows, _centre) = (rows, Centre(rows));
        _stride = (rows.ColumnCount + 1) / 2 * 2;

        // The product of two rows of integers differs from that of the rows before rounding by no more than this.
        var lost = RoundingOfColumn * Math.Sqrt(rows.ColumnCount);
        _error = ((2 * Length) + (3 * lost)) * lost;

        // A sum of squares in float64 rounds once a column; the rest is to spare.
        _rounding = (rows.ColumnCount + 16) * (4.0 / (1L << 52));
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
        var packed = new PackedIntegers();
        for (var first = 0; first < queries.RowCount; first += MostQueries)
        {
            var block = new QueryBlock(this, queries, first, Math.Min(MostQueries, queries.RowCount - first), packed);
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
        var lists = new Shortlist[block.Count];
        for (var query = 0; query < lists.Length; query++)
        {
            lists[query] = new Shortlist(k);
        }

        // Where there is no query, no row is near enough.
        var limits = new double[block.Packed.ProductStride];
        limits.AsSpan(0, lists.Length).Fill(double.PositiveInfinity);
        limits.AsSpan(lists.Length).Fill(double.NegativeInfinity);
        var integers = ArrayPool<short>.Shared.Rent(RowsOfBand * _stride);
        var products = ArrayPool<int>.Shared.Rent(RowsOfBand * limits.Length);
        var lengths = new RowLength[RowsOfBand];
        for (var band = first; band < last; band += RowsOfBand)
        {
            var count = Math.Min(RowsOfBand, last - band);
            Round(_rows, band, integers, lengths.AsSpan(0, count));

            // Products of the rows behind the last one are not looked at.
            var tiles = (count + PackedIntegers.RowsOfTile - 1) / PackedIntegers.RowsOfTile;
            block.Packed.Multiply(tiles * PackedIntegers.RowsOfTile, integers, products);
            for (var i = 0; i < count; i++)
            {
                Offer(lists, limits, band + i, lengths[i], block, products.AsSpan(i * limits.Length, limits.Length));
            }
        }

        ArrayPool<short>.Shared.Return(integers);
        ArrayPool<int>.Shared.Return(products);
        return lists;
    }

    /// <summary>Offers a row to all queries whose lists it may belong to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Offer(Shortlist[] lists, double[] limits, int row, RowLength length, QueryBlock queries, ReadOnlySpan<int> products)
    {
        var four = MemoryMarshal.Cast<int, Vector128<int>>(products);
        var squares = MemoryMarshal.Cast<double, Vector256<double>>(queries.Squares);
        var units = MemoryMarshal.Cast<double, Vector256<double>>(queries.Units);
        var most = MemoryMarshal.Cast<double, Vector256<double>>(limits);
        for (var i = 0; i < four.Length; i++)
        {
            var largest = Vector256.ConvertToDouble(Vector256.WidenLower(four[i].ToVector256Unsafe())) + Vector256.Create(_error);
            var unit = Vector256.Create(length.Unit) * units[i];
            var sum = (Vector256.Create(length.Square) + squares[i]) * Vector256.Create(1 - _rounding);
            var lower = sum - (unit * largest);

            // A bound that is not a number excludes nothing.
            var excluded = Vector256.GreaterThan(lower, most[i]).ExtractMostSignificantBits();
            for (var lane = 0; excluded != 0b1111 && lane < Vector256<double>.Count; lane++)
            {
                var query = (i * Vector256<double>.Count) + lane;
                if ((excluded >> lane & 1) == 0 && query < lists.Length)
                {
                    var upper = (sum[lane] * (1 + (4 * _rounding))) - (unit[lane] * (largest[lane] - (2 * _error)));
                    limits[query] = lists[query].Add(row, lower[lane], upper);
                }
            }
        }
    }

    /// <summary>Rounds consecutive rows to integers.</summary>
    private void Round(DesignMatrix rows, int first, Span<short> integers, Span<RowLength> lengths)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            lengths[row] = Round(rows.Row(first + row), integers.Slice(row * _stride, _stride));
        }
    }

    /// <summary>Shifts one row, stretches it to <see cref="Length"/> and rounds it.</summary>
    private RowLength Round(ReadOnlySpan<double> row, Span<short> integers)
    {
        var square = SquareAround(row);
        if (square > SmallestSquare && square < LargestSquare)
        {
            var norm = Math.Sqrt(square);
            Round(row, Length / norm, integers);
            return new RowLength(square, Math.Sqrt(2) * norm / Length);
        }

        integers.Clear();
        return new RowLength(square == 0 ? 0 : double.NaN, 0);
    }

    /// <summary>Squared distance from the centre.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SquareAround(ReadOnlySpan<double> row)
    {
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(row);
        var centres = MemoryMarshal.Cast<double, Vector512<double>>(_centre.AsSpan(0, row.Length));
        var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i + 1 < sources.Length; i += 2)
        {
            var (left, right) = (sources[i] - centres[i], sources[i + 1] - centres[i + 1]);
            even = Vector512.FusedMultiplyAdd(left, left, even);
            odd = Vector512.FusedMultiplyAdd(right, right, odd);
        }

        var (sums, square) = (even + odd, 0.0);
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            square += sums[lane];
        }

        for (var i = sources.Length / 2 * 2 * Vector512<double>.Count; i < row.Length; i++)
        {
            var difference = row[i] - _centre[i];
            square = Math.FusedMultiplyAdd(difference, difference, square);
        }

        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Round(ReadOnlySpan<double> row, double scale, Span<short> integers)
    {
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(row);
        var centres = MemoryMarshal.Cast<double, Vector512<double>>(_centre.AsSpan(0, row.Length));
        var targets = MemoryMarshal.Cast<short, Vector128<short>>(integers);
        for (var i = 0; i < sources.Length; i++)
        {
            var stretched = Vector512.Create(scale) * (sources[i] - centres[i]);
            var rounded = Vector256.Narrow(stretched.GetLower(), stretched.GetUpper()) + Vector256.Create(Rounder);
            targets[i] = Vector128.Narrow(rounded.GetLower().AsInt32(), rounded.GetUpper().AsInt32());
        }

        integers[row.Length..].Clear();
        for (var i = sources.Length * Vector512<double>.Count; i < row.Length; i++)
        {
            integers[i] = (short)BitConverter.SingleToInt32Bits((float)(scale * (row[i] - _centre[i])) + Rounder);
        }
    }

    private int[] Nearest(ReadOnlySpan<double> query, List<int> rows, int k)
    {
        var distances = new (double Distance, int Row)[rows.Count];
        Span<double> sums = stackalloc double[RowsOfSums];
        for (var i = 0; i < distances.Length; i += RowsOfSums)
        {
            SquaredDistances(query, CollectionsMarshal.AsSpan(rows)[i..], sums);
            for (var lane = 0; lane < Math.Min(RowsOfSums, distances.Length - i); lane++)
            {
                distances[i + lane] = (sums[lane], rows[i + lane]);
            }
        }

        Array.Sort(distances);
        return Array.ConvertAll(distances[..k], static pair => pair.Row);
    }

    // Sums side by side, since each has to wait for its last addition: every one has the bits of DesignMatrix.SquaredDistance.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SquaredDistances(ReadOnlySpan<double> query, ReadOnlySpan<int> rows, Span<double> sums)
    {
        // The last row stands in for those that there are not.
        var last = Math.Min(RowsOfSums, rows.Length) - 1;
        ref var a = ref First(rows[0]);
        ref var b = ref First(rows[Math.Min(1, last)]);
        ref var c = ref First(rows[Math.Min(2, last)]);
        ref var d = ref First(rows[Math.Min(3, last)]);
        ref var e = ref First(rows[Math.Min(4, last)]);
        ref var f = ref First(rows[Math.Min(5, last)]);
        var (sumA, sumB, sumC, sumD, sumE, sumF) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < query.Length; j++)
        {
            var value = query[j];
            sumA = AddSquare(Unsafe.Add(ref a, j) - value, sumA);
            sumB = AddSquare(Unsafe.Add(ref b, j) - value, sumB);
            sumC = AddSquare(Unsafe.Add(ref c, j) - value, sumC);
            sumD = AddSquare(Unsafe.Add(ref d, j) - value, sumD);
            sumE = AddSquare(Unsafe.Add(ref e, j) - value, sumE);
            sumF = AddSquare(Unsafe.Add(ref f, j) - value, sumF);
        }

        (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]) = (sumA, sumB, sumC, sumD, sumE, sumF);
    }

    private ref double First(int row) => ref MemoryMarshal.GetReference(_rows.Row(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double AddSquare(double difference, double sum) => Math.FusedMultiplyAdd(difference, difference, sum);

    /// <summary>A row around the centre.</summary>
    /// <param name="Square">Squared length; not a number where nothing can be told about it.</param>
    /// <param name="Unit">The products of two rows of integers times both of these are 2 x y.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct RowLength(double Square, double Unit);

    /// <summary>Queries that pass the rows together.</summary>
    private sealed class QueryBlock
    {
        public QueryBlock(NeighbourSearch search, DesignMatrix queries, int first, int count, PackedIntegers packed)
        {
            var integers = ArrayPool<short>.Shared.Rent(count * search._stride);
            var lengths = new RowLength[count];
            search.Round(queries, first, integers, lengths);
            packed.Pack(count, search._stride, integers);
            ArrayPool<short>.Shared.Return(integers);
            (Packed, Count) = (packed, count);
            (Squares, Units) = (new double[packed.ProductStride], new double[packed.ProductStride]);
            for (var query = 0; query < count; query++)
            {
                (Squares[query], Units[query]) = (lengths[query].Square, lengths[query].Unit);
            }
        }

        public PackedIntegers Packed { get; }

        public int Count { get; }

        /// <summary>Squared lengths, with zeros behind them up to <see cref="PackedIntegers.ProductStride"/>.</summary>
        public double[] Squares { get; }

        /// <summary>Units, in the same places.</summary>
        public double[] Units { get; }
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

        /// <summary>Adds a row that its lower bound does not exclude.</summary>
        /// <returns>The largest lower bound that excludes none, from now on.</returns>
        public double Add(int row, double lower, double upper)
        {
            _rows.Add((row, lower));
            LowerLimit(upper);
            return _limit;
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
