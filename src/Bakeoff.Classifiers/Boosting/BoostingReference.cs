using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>The readable training that defines the result of <see cref="BoostingTrainer"/> without early stopping: row by row, one tree
/// after
/// the other.</summary>
/// <param name="options">Limits of the trees.</param>
/// <param name="training">Training rows.</param>
/// <param name="seed">Seed of the experiment.</param>
internal sealed class BoostingReference(GradientBoostingOptions options, TrainingRows training, ulong seed)
{
    private readonly SeededRandom _random = new(seed, "boosting");
    private readonly DerivativeScale _scale = new(training.Classes.Length, options.L2, options.MinChildWeight);
    private readonly BinEdges[] _edges =
    [
        .. Enumerable.Range(0, training.Rows.ColumnCount)
            .Select(feature => BinEdges.Choose(Column(training.Rows, feature), options.Bins)),
    ];

    /// <summary>Trains a classifier.</summary>
    public GradientBoosting Train()
    {
        var baseline = BoostingTrainer.Baseline(training);
        var scores = Array.ConvertAll(training.Classes, _ => (double[])baseline.Clone());
        var trees = new List<BoostedTree>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var rows = BoostingTrainer.Draw(_random, "rows", round, scores.Length, options.Subsample);
            var features = BoostingTrainer.Draw(_random, "columns", round, training.Rows.ColumnCount, options.Colsample);
            var derivatives = scores.Select((own, row) => Derivatives(own, training.Classes[row])).ToArray();
            for (var k = 0; k < baseline.Length; k++)
            {
                var tree = Grow(rows, features, Array.ConvertAll(derivatives, own => own[k]));
                trees.Add(tree);
                foreach (var (row, own) in scores.Index())
                {
                    own[k] += tree.Value(training.Rows.Row(row));
                }
            }
        }

        return new GradientBoosting(baseline, [.. trees]);
    }

    private static double[] Column(DesignMatrix rows, int feature) =>
        [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Row(row)[feature])];

    private Vector128<long>[] Derivatives(double[] scores, int label)
    {
        var probabilities = (double[])scores.Clone();
        Softmax.Apply(probabilities);
        return [.. probabilities.Select((probability, k) => _scale.Derivatives(probability, k == label))];
    }

    private BoostedTree Grow(int[] rows, int[] features, Vector128<long>[] derivatives)
    {
        var nodes = new List<BoostedTree.Node> { BoostedTree.Node.Leaf(0) };
        var leaves = new List<(int Node, int Depth, int[] Rows)> { (0, 0, rows) };
        while (leaves.Count < options.Leaves)
        {
            var splits = leaves.ConvertAll(
                leaf => leaf.Depth == options.Depth ? BoostedSplit.None : Search(leaf.Rows, features, derivatives));
            var (best, most) = (-1, 0.0);
            foreach (var (i, leaf) in leaves.Index())
            {
                var own = _scale.Score(Sum(leaf.Rows, derivatives));
                if (splits[i].Score > own * BoostedTreeGrower.LeastGain && splits[i].Score - own > most)
                {
                    (best, most) = (i, splits[i].Score - own);
                }
            }

            if (best < 0)
            {
                break;
            }

            var ((node, depth, members), (_, place, bin)) = (leaves[best], splits[best]);
            var feature = features[place];
            bool IsLeft(int row) => _edges[feature].BinOf(training.Rows.Row(row)[feature]) <= bin;
            nodes[node] = new BoostedTree.Node(feature, _edges[feature].ThresholdAfter(bin), nodes.Count, nodes.Count + 1, 0);
            leaves[best] = (nodes.Count, depth + 1, Array.FindAll(members, IsLeft));
            leaves.Add((nodes.Count + 1, depth + 1, Array.FindAll(members, row => !IsLeft(row))));
            nodes.AddRange([BoostedTree.Node.Leaf(0), BoostedTree.Node.Leaf(0)]);
        }

        foreach (var leaf in leaves)
        {
            nodes[leaf.Node] = BoostedTree.Node.Leaf(options.LearningRate * _scale.Step(Sum(leaf.Rows, derivatives)));
        }

        return new BoostedTree([.. nodes]);
    }

    private BoostedSplit Search(int[] rows, int[] features, Vector128<long>[] derivatives) => HistogramReference.Find(
        features.Select(feature => Array.ConvertAll(rows, row => _edges[feature].BinOf(training.Rows.Row(row)[feature]))),
        Array.ConvertAll(rows, row => derivatives[row]),
        new SplitLimits(options.MinLeaf, _scale.MinWeight, _scale.L2));

    private static Vector128<long> Sum(int[] rows, Vector128<long>[] derivatives) =>
        rows.Aggregate(Vector128<long>.Zero, (sum, row) => sum + derivatives[row]);
}
