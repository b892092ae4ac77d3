using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Adds trees round by round, in each round one for each class.</summary>
/// <remarks>
/// <para>J. H. Friedman, Greedy function approximation: a gradient boosting machine, Annals of Statistics 29, 2001, algorithm 6, with
/// Newton
/// steps as in T. Chen and C. Guestrin, XGBoost, KDD 2016. A class's second derivative is p (1 - p).</para>
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
    private readonly TrainingRows _training;
    private readonly SeededRandom _random;
    private readonly WorkerPool _pool;
    private readonly DerivativeScale _scale;
    private readonly SplitLimits _limits;
    private readonly BinnedColumns _columns;
    private readonly double[] _baseline;
    private readonly List<BoostedTree> _trees = [];

    // Shape [K][N].
    private readonly double[][] _scores;
    private readonly Vector128<long>[][] _derivatives;

    private BoostingTrainer(GradientBoostingOptions options, TrainingRows training, ulong seed, WorkerPool pool)
    {
        (_options, _training, _random, _pool) = (options, training, new SeededRandom(seed, "boosting"), pool);
        var count = training.Classes.Length;
        _scale = new DerivativeScale(count, options.L2, options.MinChildWeight);
        _limits = new SplitLimits(options.MinLeaf, _scale.MinWeight, _scale.L2);
        _columns = BinnedColumns.Create(training.Rows, options.Bins, pool);
        _baseline = Baseline(training);
        _scores = Array.ConvertAll(_baseline, score => Enumerable.Repeat(score, count).ToArray());
        _derivatives = Array.ConvertAll(_baseline, _ => new Vector128<long>[count]);
    }

    /// <summary>Trains a classifier.</summary>
    /// <exception cref="ClassifierException">There are too many rows, or none can be held out.</exception>
    public static GradientBoosting Train(GradientBoostingOptions options, TrainingRows training, ulong seed, int threads)
    {
        var count = training.Classes.Length;
        if (count > DerivativeScale.MostRows)
        {
            throw new ClassifierException(new ErrorDetails("there are {value} training rows")
            {
                Value = count.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {DerivativeScale.MostRows} for gradient_boosting"),
            });
        }

        using var pool = new WorkerPool(threads);
        if (options.EarlyStopping is not { } stopping)
        {
            return new BoostingTrainer(options, training, seed, pool).TrainAll();
        }

        var (grown, heldOut) = HeldOutRows.Choose(training, stopping.Validation, seed);
        int[] ClassesOf(int[] rows) => Array.ConvertAll(rows, row => training.Classes[row]);
        var part = new TrainingRows(training.Rows.Rows(grown), ClassesOf(grown), training.ClassCount);
        var trainer = new BoostingTrainer(options, part, seed, pool);
        return trainer.TrainUntil(stopping.Patience, new HeldOutLoss(training.Rows.Rows(heldOut), ClassesOf(heldOut), trainer._baseline));
    }

    /// <summary>Scores before the first tree: the logarithm of each class's share of the rows.</summary>
    public static double[] Baseline(TrainingRows training)
    {
        var counts = new double[training.ClassCount];
        foreach (var k in training.Classes)
        {
            counts[k]++;
        }

        return Array.ConvertAll(counts, count => DeterministicMath.Log(count / training.Classes.Length));
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
        var count = _training.Classes.Length;
        var parts = (count + RowsOfPart - 1) / RowsOfPart;
        _pool.Run(parts, this, static (part, self) => self.Differentiate(part * RowsOfPart));
        var rows = Draw(_random, "rows", round, count, _options.Subsample);
        var features = Draw(_random, "columns", round, _training.Rows.ColumnCount, _options.Colsample);
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
                _scores[k][row] += tree.Value(_training.Rows.Row(row));
            }
        }

        return tree;
    }

    private void Differentiate(int first)
    {
        var probabilities = new double[_baseline.Length];
        for (var row = first; row < Math.Min(first + RowsOfPart, _training.Classes.Length); row++)
        {
            for (var k = 0; k < probabilities.Length; k++)
            {
                probabilities[k] = _scores[k][row];
            }

            Softmax.Apply(probabilities);
            for (var k = 0; k < probabilities.Length; k++)
            {
                _derivatives[k][row] = _scale.Derivatives(probabilities[k], _training.Classes[row] == k);
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
