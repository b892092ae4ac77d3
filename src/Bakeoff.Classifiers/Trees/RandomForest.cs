using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Mean of decision trees grown on bootstrap samples.</summary>
/// <remarks>Each tree draws from its own random stream: neither threads nor the number of trees change it.</remarks>
internal sealed class RandomForest : IClassifier
{
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
        var trees = new DecisionTree[options.Trees];
        Parallel.For(0, trees.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, t =>
        {
            var random = new SeededRandom(seed, "forest").Stream(t.ToString(CultureInfo.InvariantCulture));
            var rows = new int[training.Classes.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = random.NextInt32(rows.Length);
            }

            trees[t] = DecisionTree.Grow(training, rows, growth, random);
        });
        return new RandomForest(trees, training.ClassCount);
    }

    /// <summary>Restores a classifier from its arrays.</summary>
    public static RandomForest Restore(ClassifierArrays arrays, int classes)
    {
        var width = DecisionTree.NodeColumns + classes;
        var nodes = arrays.Take("nodes", -1, width).Values;
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(start => (int)start * width), nodes.Length];
        return new RandomForest([.. ends.Zip(ends.Skip(1), (start, end) => DecisionTree.Restore(nodes[start..end], classes))], classes);
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
            var shares = tree.Shares(features);
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += shares[k];
            }
        }

        return Array.ConvertAll(sums, sum => sum / _trees.Length);
    }
}
