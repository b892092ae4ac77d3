using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Softmax of scores: a class's share of the training clips (its logarithm) and the values of its trees, added in the order of
/// rounds. A number is such a sum itself, from the mean of the training clips on.</summary>
internal sealed class GradientBoosting : IClassifier, IRegressor
{
    // So many clips pass a tree together, while it is in the cache.
    private const int Together = 64;

    private readonly double[] _baseline;
    private readonly BoostedTree[] _trees;

    /// <summary>Wraps trees.</summary>
    /// <param name="baseline">Score of each class before the first tree, shape [K]; one for a number.</param>
    /// <param name="trees">Trees, round after round, in each round one for each class.</param>
    public GradientBoosting(double[] baseline, BoostedTree[] trees) => (_baseline, _trees) = (baseline, trees);

    /// <summary>Restores a classifier from its arrays, or with one class a regressor.</summary>
    public static GradientBoosting Restore(ClassifierArrays arrays, int classes)
    {
        const int Width = BoostedTree.NodeColumns;
        var nodes = arrays.Take("nodes", -1, Width).Values;
        int[] ends = [.. arrays.Take("tree_starts", -1).Values.Select(static start => (int)start * Width), nodes.Length];
        var trees = ends.Zip(ends.Skip(1), (start, end) => BoostedTree.Restore(nodes.AsSpan(start, end - start)));
        return new GradientBoosting(arrays.Take("baseline", classes).Values, [.. trees]);
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
        return
        [
            new("nodes", [nodes.Length / BoostedTree.NodeColumns, BoostedTree.NodeColumns], nodes),
            new("tree_starts", [starts.Length], starts),
            new("baseline", [_baseline.Length], _baseline),
        ];
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Probabilities(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var scores = (double[])_baseline.Clone();
        for (var t = 0; t < _trees.Length; t++)
        {
            scores[t % scores.Length] += _trees[t].Value(features);
        }

        Softmax.Apply(scores);
        return scores;
    }

    /// <inheritdoc/>
    public double[][] Probabilities(DesignMatrix clips, int threads)
    {
        var scores = Scores(clips, threads);
        Parallel.For(0, scores.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, clip => Softmax.Apply(scores[clip]));
        return scores;
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads) => Array.ConvertAll(Scores(clips, threads), static scores => scores[0]);

    private double[][] Scores(DesignMatrix clips, int threads)
    {
        var scores = new double[clips.RowCount][];
        var groups = (clips.RowCount + Together - 1) / Together;
        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
        {
            var (first, end) = (group * Together, Math.Min(clips.RowCount, (group + 1) * Together));
            for (var clip = first; clip < end; clip++)
            {
                scores[clip] = (double[])_baseline.Clone();
            }

            for (var t = 0; t < _trees.Length; t++)
            {
                for (var clip = first; clip < end; clip++)
                {
                    scores[clip][t % _baseline.Length] += _trees[t].Value(clips.Row(clip));
                }
            }
        });
        return scores;
    }
}
