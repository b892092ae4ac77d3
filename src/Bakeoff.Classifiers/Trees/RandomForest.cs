using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Mean of decision trees grown on bootstrap samples, of classes or of one number. Rows with weights are drawn as often as they
/// weigh.</summary>
/// <remarks>Each tree draws from its own random stream: neither threads nor the number of trees change it.</remarks>
internal sealed class RandomForest : IClassifier, IRegressor
{
    // So many clips pass a tree together, while it is in the cache.
    private const int Together = 64;

    private readonly DecisionTree[] _trees;
    // Classes; 1 for a number.
    private readonly int _values;

    private RandomForest(DecisionTree[] trees, int values)
    {
        _trees = trees;
        _values = values;
    }

    /// <summary>Grows trees of classes.</summary>
    public static RandomForest Train(RandomForestOptions options, TrainingRows training, ulong seed, int threads)
    {
        var columns = training.Rows.ColumnCount;
        var growth = new TreeGrowth(Math.Min(columns, options.FeaturesPerNode ?? Math.Max(1, (int)Math.Sqrt(columns))), options.MinLeaf);
        var trees = Grow(training.Rows, options.Trees, seed, threads, ranked => new TreeGrower(
            training.Rows,
            ranked,
            growth,
            new SplitSearch(ranked, training.Classes, training.ClassCount, growth.MinLeaf),
            training.Weights));
        return new RandomForest(trees, training.ClassCount);
    }

    /// <summary>Grows trees of a number.</summary>
    public static RandomForest Train(RandomForestOptions options, TargetRows training, ulong seed, int threads)
    {
        var columns = training.Rows.ColumnCount;
        var growth = new TreeGrowth(Math.Min(columns, options.FeaturesPerNode ?? Math.Max(1, columns / 3)), options.MinLeaf);
        var mean = Moments.Of(training.Values).Mean;
        var numbers = Array.ConvertAll(training.Values, value => value - mean);
        var trees = Grow(training.Rows, options.Trees, seed, threads, ranked => new TreeGrower(
            training.Rows, ranked, growth, new VarianceSearch(ranked, numbers, mean, growth.MinLeaf)));
        return new RandomForest(trees, values: 1);
    }

    private static DecisionTree[] Grow(
        DesignMatrix rows, int count, ulong seed, int threads, Func<RankedColumns, TreeGrower> createGrower)
    {
        var ranked = new RankedColumns(rows, threads);
        var trees = new DecisionTree[count];
        var next = -1;
        Parallel.For(0, Math.Min(threads, trees.Length), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            // Each thread takes the next tree until none is left, so that all are busy to the end.
            var grower = createGrower(ranked);
            for (var t = Interlocked.Increment(ref next); t < trees.Length; t = Interlocked.Increment(ref next))
            {
                trees[t] = grower.Grow(new SeededRandom(seed, "forest").Stream(t.ToString(CultureInfo.InvariantCulture)));
            }
        });
        return trees;
    }

    /// <summary>Restores a forest from its arrays.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="values">Number of classes; 1 for a number.</param>
    public static RandomForest Restore(ClassifierArrays arrays, int values)
    {
        var width = DecisionTree.NodeColumns + values;
        var nodes = arrays.Take("nodes", -1, width).Values;
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(start => (int)start * width), nodes.Length];
        return new RandomForest([.. ends.Zip(ends.Skip(1), (start, end) => DecisionTree.Restore(nodes.AsSpan(start, end - start), values))], values);
    }

    /// <inheritdoc/>
    public double SmallestProbability => 0.5 / _trees.Length;

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays()
    {
        var starts = new double[_trees.Length];
        for (var t = 1; t < starts.Length; t++)
        {
            starts[t] = starts[t - 1] + _trees[t - 1].NodeCount;
        }

        double[] nodes = [.. _trees.SelectMany(tree => tree.ToRows(_values))];
        var width = DecisionTree.NodeColumns + _values;
        return [new("nodes", [nodes.Length / width, width], nodes), new("tree_starts", [starts.Length], starts)];
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Probabilities(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var sums = new double[_values];
        foreach (var tree in _trees)
        {
            Add(tree.Values(features), sums);
        }

        return Mean(sums);
    }

    /// <inheritdoc/>
    public double[][] Probabilities(DesignMatrix clips, int threads)
    {
        var probabilities = new double[clips.RowCount][];
        var groups = (clips.RowCount + Together - 1) / Together;
        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
        {
            var (first, end) = (group * Together, Math.Min(clips.RowCount, (group + 1) * Together));
            for (var clip = first; clip < end; clip++)
            {
                probabilities[clip] = new double[_values];
            }

            foreach (var tree in _trees)
            {
                for (var clip = first; clip < end; clip++)
                {
                    Add(tree.Values(clips.Row(clip)), probabilities[clip]);
                }
            }

            for (var clip = first; clip < end; clip++)
            {
                probabilities[clip] = Mean(probabilities[clip]);
            }
        });
        return probabilities;
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads) => Array.ConvertAll(Probabilities(clips, threads), static means => means[0]);

    private static void Add(double[] values, double[] sums)
    {
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] += values[k];
        }
    }

    private double[] Mean(double[] sums) => Array.ConvertAll(sums, sum => sum / _trees.Length);
}
