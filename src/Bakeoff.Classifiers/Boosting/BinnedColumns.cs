using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Bins of all values of some features, eight features in a word, so that a row's eight bins are read at once.</summary>
/// <remarks>Cost: a sort for each feature; memory: a byte a value.</remarks>
internal sealed class BinnedColumns
{
    /// <summary>Features of a block.</summary>
    public const int Together = 8;

    private readonly BinEdges[] _edges;
    private readonly int[] _features;
    private readonly ulong[][] _blocks;

    private BinnedColumns(BinEdges[] edges, int[] features, ulong[][] blocks) => (_edges, _features, _blocks) = (edges, features, blocks);

    /// <summary>Number of blocks of eight features; the last may be filled with features of a single bin.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>Puts the values of all features into bins.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="most">Largest number of bins of numbers.</param>
    /// <param name="pool">Threads; they change no result.</param>
    public static BinnedColumns Create(DesignMatrix rows, int most, WorkerPool pool)
    {
        int[] features = [.. Enumerable.Range(0, rows.ColumnCount)];
        var binned = new BinnedColumns(new BinEdges[features.Length], features, NewBlocks(features.Length, rows.RowCount));
        pool.Run(binned.BlockCount, (binned, rows, most), static (block, all) => all.binned.Fill(block, all.rows, all.most));
        return binned;
    }

    /// <summary>The bins of some of the features.</summary>
    /// <param name="features">Features, ascending.</param>
    public BinnedColumns Select(int[] features)
    {
        var blocks = NewBlocks(features.Length, _blocks[0].Length);
        for (var i = 0; i < features.Length; i++)
        {
            var (source, target) = (_blocks[features[i] / Together], blocks[i / Together]);
            var (from, to) = (features[i] % Together * 8, i % Together * 8);
            for (var row = 0; row < source.Length; row++)
            {
                target[row] |= ((source[row] >> from) & 0xff) << to;
            }
        }

        return new BinnedColumns(_edges, features, blocks);
    }

    /// <summary>Bins of all rows for the features of a block, the first feature in the lowest byte.</summary>
    public ulong[] Block(int block) => _blocks[block];

    /// <summary>Largest number of bins of a block's features.</summary>
    public int BinCount(int block)
    {
        var most = 0;
        foreach (var feature in _features.AsSpan()[(block * Together)..Math.Min(_features.Length, (block + 1) * Together)])
        {
            most = Math.Max(most, _edges[feature].Count);
        }

        return most;
    }

    /// <summary>The feature at a place: eight times the block and the place in the block.</summary>
    public int FeatureAt(int place) => _features[place];

    /// <summary>The threshold of a split after a bin of the feature at a place.</summary>
    public double ThresholdAt(int place, int bin) => _edges[_features[place]].ThresholdAfter(bin);

    private static ulong[][] NewBlocks(int features, int rows) =>
        [.. Enumerable.Range(0, (features + Together - 1) / Together).Select(_ => new ulong[rows])];

    private void Fill(int block, DesignMatrix rows, int most)
    {
        var first = block * Together;
        var count = Math.Min(Together, rows.ColumnCount - first);
        var values = new double[rows.RowCount];
        for (var lane = 0; lane < count; lane++)
        {
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = rows.Values[(row * rows.ColumnCount) + first + lane];
            }

            var edges = _edges[first + lane] = BinEdges.Choose(values, most);
            for (var row = 0; row < values.Length; row++)
            {
                var bin = (ulong)edges.BinOf(rows.Values[(row * rows.ColumnCount) + first + lane]);
                _blocks[block][row] |= bin << (lane * 8);
            }
        }
    }
}
