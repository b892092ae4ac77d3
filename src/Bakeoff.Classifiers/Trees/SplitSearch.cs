namespace Bakeoff.Classifiers.Trees;

/// <summary>Finds the split of a node into sides of the purest classes.</summary>
/// <remarks>
/// Result: that of <see cref="SplitReference"/> on the rows, each as often as it counts. All sums are whole numbers; both divisions are
/// done only where a product with reciprocals, whose error is far below its margin, cannot exclude the place.
/// </remarks>
internal sealed class SplitSearch : NodeSearch
{
    private const double Margin = 1 + 1e-12;

    private readonly NodeOrder _order;
    private readonly int[] _classes;
    private readonly int _minLeaf;
    private readonly double[] _reciprocals;
    private readonly ulong[] _labels;
    private readonly long[] _left;
    private readonly long[] _all;
    private int _size;
    private long _squares;

    /// <summary>Prepares working memory.</summary>
    /// <param name="columns">Ranks of the training rows.</param>
    /// <param name="classes">Class of each training row.</param>
    /// <param name="classCount">K, the number of classes, at most 65,536.</param>
    /// <param name="minLeaf">Smallest number of clips on a side.</param>
    public SplitSearch(RankedColumns columns, int[] classes, int classCount, int minLeaf)
    {
        (_order, _classes, _minLeaf) = (new NodeOrder(columns), classes, minLeaf);
        _reciprocals = [.. Enumerable.Range(0, columns.RowCount + 1).Select(static size => 1.0 / size)];
        _labels = new ulong[columns.RowCount];
        _left = new long[classCount];
        _all = new long[classCount];
    }

    /// <inheritdoc/>
    public override int Size => _size;

    /// <inheritdoc/>
    public override bool IsPure => _all.Contains(_size);

    /// <inheritdoc/>
    public override void Begin(ReadOnlySpan<int> rows, int[] counts)
    {
        Array.Clear(_all);
        (_size, _squares) = (0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var (count, k) = (counts[rows[i]], _classes[rows[i]]);
            _labels[i] = ((uint)count << 16) | (uint)k;
            _all[k] += count;
            _size += count;
        }

        foreach (var count in _all)
        {
            _squares += count * count;
        }
    }

    /// <summary>Shares of the classes.</summary>
    public override double[] Leaf() => Array.ConvertAll(_all, count => count / (double)_size);

    /// <inheritdoc/>
    public override bool TryFind(int column, ReadOnlySpan<int> rows, out double purity, out int last)
    {
        (purity, last) = (double.NegativeInfinity, -1);
        if (!_order.TrySort(column, rows, _labels, out var sorted))
        {
            return false;
        }

        (purity, last) = Scan(sorted);
        return true;
    }

    // With l and a the counts of a class on the left and on both sides: the squares on the right are those of a - l.
    private (double Purity, int Last) Scan(ReadOnlySpan<ulong> sorted)
    {
        Array.Clear(_left);
        var (size, squares, mixed) = (0, 0L, 0L);
        var (best, last) = (double.NegativeInfinity, -1);
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
