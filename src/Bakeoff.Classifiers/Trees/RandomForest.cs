using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Mean of decision trees grown on bootstrap samples.</summary>
/// <remarks>Each tree draws from its own random stream: neither threads nor the number of trees change it.</remarks>
internal sealed class RandomForest : IClassifier
{
    // So many clips pass a tree together, while it is in the cache.
    private const int Together = 64;

    private readonly DecisionTree[] _trees;
    private readonly int _classes;

    private RandomForest(DecisionTree[] trees, int classes)
    {
        _trees = trees;
        _classes = classes;
    }

    /// <summary>Grows all trees.</summary>
    public static RandomForest Train(RandomForestOptions options, TrainingRows training, ulong seed, int threads)
    {
        var columns = training.Rows.ColumnCount;
        var growth = new TreeGrowth(Math.Min(columns, options.FeaturesPerNode ?? Math.Max(1, (int)Math.Sqrt(columns))), options.MinLeaf);
        var ranked = new RankedColumns(training.Rows, threads);
        var trees = new DecisionTree[options.Trees];
        var next = -1;
        Parallel.For(0, Math.Min(threads, trees.Length), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            // Each thread takes the next tree until none is left, so that all are busy to the end.
            var grower = new TreeGrower(training, ranked, growth);
            for (var t = Interlocked.Increment(ref next); t < trees.Length; t = Interlocked.Increment(ref next))
            {
                trees[t] = grower.Grow(new SeededRandom(seed, "forest").Stream(t.ToString(CultureInfo.InvariantCulture)));
            }
        });
        return new RandomForest(trees, training.ClassCount);
    }

    /// <summary>Restores a classifier from its arrays.</summary>
    public static RandomForest Restore(ClassifierArrays arrays, int classes)
    {
        var width = DecisionTree.NodeColumns + classes;
        var nodes = arrays.Take("nodes", -1, width).Values;
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(start => (int)start * width), nodes.Length];
        return new RandomForest([.. ends.Zip(ends.Skip(1), (start, end) => DecisionTree.Restore(nodes.AsSpan(start, end - start), classes))], classes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays()
    {
        var starts = new double[_trees.Length];
        for (var t = 1; t < starts.Length; t++)
        {
            starts[t] = starts[t - 1] + _trees[t - 1].NodeCount;
        }

        double[] nodes = [.. _trees.SelectMany(static tree => tree.ToRows())];
        var width = DecisionTree.NodeColumns + _classes;
        return [new("nodes", [nodes.Length / width, width], nodes), new("tree_starts", [starts.Length], starts)];
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Probabilities(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var sums = new double[_classes];
        foreach (var tree in _trees)
        {
            Add(tree.Shares(features), sums);
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
                probabilities[clip] = new double[_classes];
            }

            foreach (var tree in _trees)
            {
                for (var clip = first; clip < end; clip++)
                {
                    Add(tree.Shares(clips.Row(clip)), probabilities[clip]);
                }
            }

            for (var clip = first; clip < end; clip++)
            {
                probabilities[clip] = Mean(probabilities[clip]);
            }
        });
        return probabilities;
    }

    private static void Add(double[] shares, double[] sums)
    {
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] += shares[k];
        }
    }

    private double[] Mean(double[] sums) => Array.ConvertAll(sums, sum => sum / _trees.Length);
}
