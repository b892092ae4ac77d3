using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Finds the best split of a node's rows by one feature after the other; working memory of one thread.</summary>
/// <remarks>
/// Result: that of <see cref="SplitReference"/> on the rows, each as often as it counts. Rows are put in order by the ranks of their column:
/// few of them by comparing all with all, sixteen at a time, more of them by counting digits. All sums are whole numbers; both divisions are
/// done only where a product with reciprocals, whose error is far below its margin, cannot exclude the place.
/// </remarks>
internal sealed class SplitSearch
{
    /// <summary>So many rows are compared with one another; more are sorted by digits.</summary>
    internal const int MostCompared = 128;

    private const int RowBits = 7;
    private const int MostDigitBits = 8;
    private const double Margin = 1 + 1e-12;

    private readonly RankedColumns _columns;
    private readonly int _minLeaf;
    private readonly int _digitBits;
    private readonly int _digits;
    private readonly double[] _reciprocals;
    private readonly int[] _ranks;
    private readonly ulong[] _labels;
    private readonly long[] _left;
    private readonly long[] _all;
    private readonly int[] _starts = new int[1 << MostDigitBits];
    private ulong[] _sorted;
    private ulong[] _other;
    private int _rowCount;
    private int _size;
    private long _squares;

    /// <summary>Prepares working memory.</summary>
    /// <param name="columns">Ranks of the training rows.</param>
    /// <param name="classCount">K, the number of classes, at most 65,536.</param>
    /// <param name="minLeaf">Smallest number of clips on a side.</param>
    public SplitSearch(RankedColumns columns, int classCount, int minLeaf)
    {
        (_columns, _minLeaf) = (columns, minLeaf);
        var bits = Math.Max(1, BitOperations.Log2((uint)columns.RowCount) + 1);
        _digits = (bits + MostDigitBits - 1) / MostDigitBits;
        _digitBits = (bits + _digits - 1) / _digits;
        _reciprocals = [.. Enumerable.Range(0, columns.RowCount + 1).Select(static size => 1.0 / size)];
        _ranks = new int[Math.Max(MostCompared, columns.RowCount)];
        _labels = new ulong[columns.RowCount];
        _sorted = new ulong[columns.RowCount];
        _other = new ulong[columns.RowCount];
        _left = new long[classCount];
        _all = new long[classCount];
    }

    /// <summary>Turns to the rows of a node.</summary>
    /// <param name="rows">Different rows.</param>
    /// <param name="counts">For each training row how often it counts, at most 65,535; no more in all than there are rows.</param>
    /// <param name="classes">Class of each training row.</param>
    public void Begin(ReadOnlySpan<int> rows, int[] counts, int[] classes)
    {
        Array.Clear(_all);
        (_rowCount, _size, _squares) = (rows.Length, 0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var (count, k) = (counts[rows[i]], classes[rows[i]]);
            _labels[i] = ((uint)count << 16) | (uint)k;
            _all[k] += count;
            _size += count;
        }

        foreach (var count in _all)
        {
            _squares += count * count;
        }
    }

    /// <summary>Number of clips of the node: rows as often as they count.</summary>
    public int Size => _size;

    /// <summary>Number of clips of each class in the node.</summary>
    public ReadOnlySpan<long> Counts => _all;

    /// <summary>Finds the best split by a feature.</summary>
    /// <param name="column">The feature.</param>
    /// <param name="rows">The rows of <see cref="Begin"/>.</param>
    /// <param name="purity">Receives the purity of the best place, or negative infinity.</param>
    /// <param name="last">Receives the rank of the largest value on the left.</param>
    /// <returns>False if the feature is constant.</returns>
    public bool TryFind(int column, ReadOnlySpan<int> rows, out double purity, out int last)
    {
        (purity, last) = (double.NegativeInfinity, -1);
        var ranks = _ranks.AsSpan(0, rows.Length);
        _columns.Read(column, rows, ranks);
        if (!ranks.ContainsAnyExcept(ranks[0]))
        {
            return false;
        }

        if (rows.Length <= MostCompared && _columns.RowCount < 1 << (31 - RowBits))
        {
            SortByComparing();
        }
        else
        {
            SortByDigits();
        }

        (purity, last) = Scan();
        return true;
    }

    // The place of a row is the number of smaller keys; a row's own number within the key makes all keys different.
    private void SortByComparing()
    {
        Span<int> keys = stackalloc int[MostCompared];
        Span<int> places = stackalloc int[MostCompared];
        for (var i = 0; i < _rowCount; i++)
        {
            keys[i] = (_ranks[i] << RowBits) | i;
        }

        ref var key = ref MemoryMarshal.GetReference(keys);
        ref var place = ref MemoryMarshal.GetReference(places);
        for (var i = 0; i < _rowCount; i += Vector512<int>.Count)
        {
            var own = Vector512.LoadUnsafe(ref key, (nuint)i);
            var smaller = Vector512<int>.Zero;
            foreach (var other in keys[.._rowCount])
            {
                smaller -= Vector512.GreaterThan(own, Vector512.Create(other));
            }

            smaller.StoreUnsafe(ref place, (nuint)i);
        }

        for (var i = 0; i < _rowCount; i++)
        {
            _sorted[places[i]] = ((ulong)_ranks[i] << 32) | _labels[i];
        }
    }

    private void SortByDigits()
    {
        for (var i = 0; i < _rowCount; i++)
        {
            _sorted[i] = ((ulong)_ranks[i] << 32) | _labels[i];
        }

        var mask = (1u << _digitBits) - 1;
        var starts = _starts.AsSpan(0, 1 << _digitBits);
        for (var digit = 0; digit < _digits; digit++)
        {
            var shift = 32 + (digit * _digitBits);
            starts.Clear();
            foreach (var key in _sorted.AsSpan(0, _rowCount))
            {
                starts[(int)((uint)(key >> shift) & mask)]++;
            }

            var next = 0;
            foreach (ref var start in starts)
            {
                (start, next) = (next, next + start);
            }

            foreach (var key in _sorted.AsSpan(0, _rowCount))
            {
                _other[starts[(int)((uint)(key >> shift) & mask)]++] = key;
            }

            (_sorted, _other) = (_other, _sorted);
        }
    }

    // With l and a the counts of a class on the left and on both sides: the squares on the right are those of a - l.
    private (double Purity, int Last) Scan()
    {
        Array.Clear(_left);
        var (size, squares, mixed) = (0, 0L, 0L);
        var (best, last) = (double.NegativeInfinity, -1);
        var sorted = _sorted.AsSpan(0, _rowCount);
        for (var i = 0; i < sorted.Length - 1; i++)
        {
            var key = sorted[i];
            var (count, k) = ((long)(ushort)(key >> 16), (int)(ushort)key);
            ref var left = ref _left[k];
            squares += count * ((2 * left) + count);
            mixed += count * _all[k];
            left += count;
            size += (int)count;
            var others = _size - size;
            if (key >> 32 == sorted[i + 1] >> 32 || size < _minLeaf || others < _minLeaf)
            {
                continue;
            }

            var rest = _squares - (2 * mixed) + squares;
            if (((squares * _reciprocals[size]) + (rest * _reciprocals[others])) * Margin <= best)
            {
                continue;
            }

            var purity = (squares / (double)size) + (rest / (double)others);
            if (purity > best)
            {
                (best, last) = (purity, (int)(key >> 32));
            }
        }

        return (best, last);
    }
}
