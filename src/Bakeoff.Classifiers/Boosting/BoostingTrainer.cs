using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Adds trees round by round, in each round one for each class, or one for a number.</summary>
/// <remarks>
/// <para>J. H. Friedman, Greedy function approximation: a gradient boosting machine, Annals of Statistics 29, 2001, algorithm 6 and, for
/// numbers, 2, with Newton steps as in T. Chen and C. Guestrin, XGBoost, KDD 2016. A class's second derivative is p (1 - p), that of half a
/// squared error 1.</para>
/// <para>Determinism: derivatives are whole numbers, so sums do not depend on order, threads or vector width; draws are keyed by the
/// round and
/// the position of a row, and rows are in the order of their content. All trees of a round grow side by side, a split at a time. The
/// result is
/// that of <see cref="BoostingReference"/>.</para>
/// </remarks>
internal sealed class BoostingTrainer
{
    // Blocks are handed out a few at a time: threads meet less often, and all are busy to the end.
    private const int PartsOfThread = 16;

    // Rows whose derivatives are computed together.
    private const int RowsOfPart = 256;

    private readonly GradientBoostingOptions _options;
    private readonly BoostingTruth _truth;
    private readonly SeededRandom _random;
    private readonly WorkerPool _pool;
    private readonly BinnedColumns _columns;
    private readonly double[] _baseline;
    private readonly List<BoostedTree> _trees = [];

    // Shape [trees of a round][N].
    private readonly double[][] _scores;
    private readonly Vector128<long>[][] _derivatives;

    // Those of the round.
    private DerivativeScale _scale;
    private SplitLimits _limits;

    private BoostingTrainer(GradientBoostingOptions options, BoostingTruth truth, ulong seed, WorkerPool pool)
    {
        (_options, _truth, _random, _pool) = (options, truth, new SeededRandom(seed, "boosting"), pool);
        _columns = BinnedColumns.Create(truth.Rows, options.Bins, pool);
        _baseline = truth.Baseline();
        _scores = Array.ConvertAll(_baseline, score => Enumerable.Repeat(score, truth.Rows.RowCount).ToArray());
        _derivatives = Array.ConvertAll(_baseline, _ => new Vector128<long>[truth.Rows.RowCount]);
        _scale = truth.Scale(options, _scores);
        _limits = _scale.Limits(options.MinLeaf);
    }

    /// <summary>Trains a classifier or regressor.</summary>
    /// <exception cref="ClassifierException">There are too many rows, or none can be held out.</exception>
    public static GradientBoosting Train(GradientBoostingOptions options, BoostingTruth truth, ulong seed, int threads)
    {
        truth.RequireRows();
        using var pool = new WorkerPool(threads);
        if (options.EarlyStopping is not { } stopping)
        {
            return new BoostingTrainer(options, truth, seed, pool).TrainAll();
        }

        var (grown, heldOut) = truth.HoldOut(stopping.Validation, seed);
        var trainer = new BoostingTrainer(options, truth.Select(grown), seed, pool);
        return trainer.TrainUntil(stopping.Patience, new HeldOutLoss(truth.Select(heldOut), trainer._baseline));
    }

    /// <summary>Draws a share of numbers for a round.</summary>
    /// <param name="random">The stream of the classifier.</param>
    /// <param name="draw">Name of the draw.</param>
    /// <param name="round">The round, from 0.</param>
    /// <param name="count">Numbers to draw from, 0 to count - 1.</param>
    /// <param name="share">Share that is drawn, at least one number.</param>
    /// <returns>The drawn numbers, ascending.</returns>
    public static int[] Draw(SeededRandom random, string draw, int round, int count, double share)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (share == 1)
        {
            return all;
        }

        random.Stream(string.Create(CultureInfo.InvariantCulture, $"{draw} {round}")).Shuffle(all.AsSpan());
        var drawn = all[..Math.Max(1, (int)Math.Round(share * count))];
        Array.Sort(drawn);
        return drawn;
    }

    private GradientBoosting TrainAll()
    {
        for (var round = 0; round < _options.Rounds; round++)
        {
            _trees.AddRange(Grow(round));
        }

        return new GradientBoosting(_baseline, [.. _trees]);
    }

    private GradientBoosting TrainUntil(int patience, HeldOutLoss loss)
    {
        var (best, least) = (0, loss.Current());
        for (var round = 0; round < _options.Rounds && round - best < patience; round++)
        {
            var trees = Grow(round);
            _trees.AddRange(trees);
            loss.Add(trees, _pool);
            var current = loss.Current();
            (best, least) = current < least ? (round + 1, current) : (best, least);
        }

        return new GradientBoosting(_baseline, [.. _trees.Take(best * _baseline.Length)]);
    }

    /// <summary>Grows the trees of a round and adds their values to the scores.</summary>
    private BoostedTree[] Grow(int round)
    {
        var count = _truth.Rows.RowCount;
        var parts = (count + RowsOfPart - 1) / RowsOfPart;
        _scale = _truth.Scale(_options, _scores);
        _limits = _scale.Limits(_options.MinLeaf);
        _pool.Run(parts, this, static (part, self) => self.Differentiate(part * RowsOfPart));
        var rows = Draw(_random, "rows", round, count, _options.Subsample);
        var features = Draw(_random, "columns", round, _truth.Rows.ColumnCount, _options.Colsample);
        var columns = _options.Colsample == 1 ? _columns : _columns.Select(features);
        var growers = new BoostedTreeGrower[_baseline.Length];
        _pool.Run(growers.Length, (this, growers, columns, rows), static (k, all) =>
        {
            var (self, _, _, rows) = all;
            var own = new TreeRows([.. rows], Array.ConvertAll(rows, row => self._derivatives[k][row]));
            all.growers[k] = new BoostedTreeGrower(self._options, self._scale, all.columns, own);
        });
        while (growers.Any(static grower => grower.IsGrowing))
        {
            Search(columns, [.. growers.SelectMany(static grower => grower.New)]);
            _pool.Run(growers.Length, growers, static (k, all) => all[k].SplitBest());
        }

        var trees = new BoostedTree[growers.Length];
        _pool.Run(growers.Length, (this, growers, trees, rows), static (k, all) =>
        {
            var (self, growers, trees, rows) = all;
            trees[k] = self.Finish(growers[k], k, rows);
        });
        return trees;
    }

    private BoostedTree Finish(BoostedTreeGrower grower, int k, int[] grown)
    {
        var tree = grower.Finish(_scores[k]);
        for (int row = 0, next = 0; grown.Length < _scores[k].Length && row < _scores[k].Length; row++)
        {
            if (next < grown.Length && grown[next] == row)
            {
                next++;
            }
            else
            {
                _scores[k][row] += tree.Value(_truth.Rows.Row(row));
            }
        }

        return tree;
    }

    private void Differentiate(int first)
    {
        var (scores, derivatives) = (new double[_baseline.Length], new Vector128<long>[_baseline.Length]);
        for (var row = first; row < Math.Min(first + RowsOfPart, _truth.Rows.RowCount); row++)
        {
            for (var k = 0; k < scores.Length; k++)
            {
                scores[k] = _scores[k][row];
            }

            _truth.Differentiate(row, scores, _scale, derivatives);
            for (var k = 0; k < scores.Length; k++)
            {
                _derivatives[k][row] = derivatives[k];
            }
        }
    }

    /// <summary>Finds the best split of each of some nodes.</summary>
    private void Search(BinnedColumns columns, BoostedNode[] nodes)
    {
        var found = new BoostedSplit[columns.BlockCount * nodes.Length];
        var part = Math.Max(1, found.Length / (_pool.ThreadCount * PartsOfThread));
        _pool.Run((found.Length + part - 1) / part, (columns, nodes, found, part, _limits), static (task, all) =>
        {
            // Nodes of one block come one after the other: its bins are in the cache.
            var (columns, nodes, found, part, limits) = all;
            for (var i = task * part; i < Math.Min(found.Length, (task + 1) * part); i++)
            {
                var block = i / nodes.Length;
                found[i] = HistogramSearch.Find(columns.Block(block), columns.BinCount(block), nodes[i % nodes.Length], limits);
            }
        });
        for (var i = 0; i < found.Length; i++)
        {
            var (node, split) = (nodes[i % nodes.Length], found[i]);
            if (split.Score > node.Split.Score)
            {
                node.Split = split with { Place = split.Place + (i / nodes.Length * BinnedColumns.Together) };
            }
        }
    }
}
