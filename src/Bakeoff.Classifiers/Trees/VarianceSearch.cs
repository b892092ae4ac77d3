namespace Bakeoff.Classifiers.Trees;

/// <summary>Finds the split of a node into sides of the least squared errors from their means.</summary>
/// <remarks>Purity is the sum over both sides of (sum of numbers)^2 / size, larger where squared errors are smaller; of equal ones the first
/// place counts. Numbers are less the mean of all training rows. Sums are float64 in the order of the feature, rows of one value in that of
/// the training: the same bits on every machine. Compared with <see cref="SplitReference"/>.</remarks>
internal sealed class VarianceSearch : NodeSearch
{
    private readonly NodeOrder _order;
    private readonly double[] _numbers;
    private readonly double _mean;
    private readonly int _minLeaf;
    private readonly ulong[] _positions;
    private readonly int[] _counts;
    private readonly double[] _weighted;
    private int _size;
    private double _sum;
    private bool _isPure;

    /// <summary>Prepares working memory.</summary>
    /// <param name="columns">Ranks of the training rows.</param>
    /// <param name="numbers">The number of each training row, less <paramref name="mean"/>.</param>
    /// <param name="mean">Mean of the training rows.</param>
    /// <param name="minLeaf">Smallest number of clips on a side.</param>
    public VarianceSearch(RankedColumns columns, double[] numbers, double mean, int minLeaf)
    {
        (_order, _numbers, _mean, _minLeaf) = (new NodeOrder(columns), numbers, mean, minLeaf);
        _positions = [.. Enumerable.Range(0, columns.RowCount).Select(static position => (ulong)position)];
        _counts = new int[columns.RowCount];
        _weighted = new double[columns.RowCount];
    }

    /// <inheritdoc/>
    public override int Size => _size;

    /// <inheritdoc/>
    public override bool IsPure => _isPure;

    /// <inheritdoc/>
    public override void Begin(ReadOnlySpan<int> rows, int[] counts)
    {
        (_size, _sum, _isPure) = (0, 0, true);
        for (var i = 0; i < rows.Length; i++)
        {
            (_counts[i], _weighted[i]) = (counts[rows[i]], counts[rows[i]] * _numbers[rows[i]]);
            _size += _counts[i];
            _sum += _weighted[i];
            _isPure &= _numbers[rows[i]] == _numbers[rows[0]];
        }
    }

    /// <summary>The mean.</summary>
    public override double[] Leaf() => [_mean + (_sum / _size)];

    /// <inheritdoc/>
    public override bool TryFind(int column, ReadOnlySpan<int> rows, out double purity, out int last)
    {
        (purity, last) = (double.NegativeInfinity, -1);
        if (!_order.TrySort(column, rows, _positions, out var sorted))
        {
            return false;
        }

        var (size, sum) = (0, 0.0);
        for (var i = 0; i < sorted.Length - 1; i++)
        {
            var position = (int)(uint)sorted[i];
            size += _counts[position];
            sum += _weighted[position];
            var others = _size - size;
            if (sorted[i] >> 32 == sorted[i + 1] >> 32 || size < _minLeaf || others < _minLeaf)
            {
                continue;
            }

            var rest = _sum - sum;
            var found = (sum * sum / size) + (rest * rest / others);
            if (found > purity)
            {
                (purity, last) = (found, (int)(sorted[i] >> 32));
            }
        }

        return true;
    }
}
