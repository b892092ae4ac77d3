namespace Bakeoff.Classifiers.Trees;

/// <summary>For each value of a matrix its rank among the different values of its column: 0 for the smallest; equal values share a
/// rank.</summary>
/// <remarks>A split asks for the order of values only, so a forest sorts each column once. Cost: a sort for each column; memory: two bytes
/// a value up to 65,536 rows, else four.</remarks>
internal sealed class RankedColumns
{
    // Columns that are read together: their values share cache lines.
    private const int Together = 8;
    private readonly ushort[][]? _narrow;
    private readonly int[][]? _wide;

    /// <summary>Ranks all columns.</summary>
    /// <param name="rows">Values; none is NaN.</param>
    /// <param name="threads">Number of threads; they change no result.</param>
    public RankedColumns(DesignMatrix rows, int threads)
    {
        RowCount = rows.RowCount;
        var columns = rows.ColumnCount;
        (_narrow, _wide) = RowCount <= ushort.MaxValue + 1 ? (new ushort[columns][], (int[][]?)null) : (null, new int[columns][]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (columns + Together - 1) / Together, parallel, group => Rank(rows, group * Together));
    }

    /// <summary>Number of rows, above every rank.</summary>
    public int RowCount { get; }

    /// <summary>Reads the ranks of some rows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">Positions of the rows.</param>
    /// <param name="ranks">Receives a rank for each of the rows.</param>
    public void Read(int column, ReadOnlySpan<int> rows, Span<int> ranks)
    {
        ranks = ranks[..rows.Length];
        if (_narrow is not null)
        {
            var narrow = _narrow[column];
            for (var i = 0; i < rows.Length; i++)
            {
                ranks[i] = narrow[rows[i]];
            }
        }
        else
        {
            var wide = _wide![column];
            for (var i = 0; i < rows.Length; i++)
            {
                ranks[i] = wide[rows[i]];
            }
        }
    }

    private void Rank(DesignMatrix rows, int first)
    {
        var count = Math.Min(Together, rows.ColumnCount - first);
        var values = Enumerable.Range(0, count).Select(_ => new double[RowCount]).ToArray();
        for (var row = 0; row < RowCount; row++)
        {
            var source = rows.Row(row).Slice(first, count);
            for (var column = 0; column < count; column++)
            {
                values[column][row] = source[column];
            }
        }

        var order = new int[RowCount];
        for (var column = 0; column < count; column++)
        {
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            Array.Sort(values[column], order);
            if (_narrow is not null)
            {
                _narrow[first + column] = Ranks(values[column], order, static rank => (ushort)rank);
            }
            else
            {
                _wide![first + column] = Ranks(values[column], order, static rank => rank);
            }
        }
    }

    private static T[] Ranks<T>(double[] sorted, int[] order, Func<int, T> convert)
    {
        var ranks = new T[order.Length];
        var rank = 0;
        for (var i = 0; i < order.Length; i++)
        {
            rank += i > 0 && sorted[i] != sorted[i - 1] ? 1 : 0;
            ranks[order[i]] = convert(rank);
        }

        return ranks;
    }
}
