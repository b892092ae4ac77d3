using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>The readable training that defines the result of <see cref="BoostingTrainer"/> without early stopping: row by row, one tree
/// after
/// the other.</summary>
/// <param name="options">Limits of the trees.</param>
/// <param name="truth">Training rows and what is learned of them.</param>
/// <param name="seed">Seed of the experiment.</param>
internal sealed class BoostingReference(GradientBoostingOptions options, BoostingTruth truth, ulong seed)
{
    private readonly SeededRandom _random = new(seed, "boosting");
    private readonly BinEdges[] _edges =
    [
        .. Enumerable.Range(0, truth.Rows.ColumnCount)
            .Select(feature => BinEdges.Choose(Column(truth.Rows, feature), options.Bins)),
    ];

    // Units of the round.
    private DerivativeScale _scale = DerivativeScale.OfProbabilities(1, largest: null, options.L2, options.MinChildWeight);

    /// <summary>Trains a classifier or regressor.</summary>
    public GradientBoosting Train()
    {
        var baseline = truth.Baseline();
        double[][] scores = [.. Enumerable.Range(0, truth.Rows.RowCount).Select(_ => (double[])baseline.Clone())];
        var trees = new List<BoostedTree>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var rows = BoostingTrainer.Draw(_random, "rows", round, scores.Length, options.Subsample);
            var features = BoostingTrainer.Draw(_random, "columns", round, truth.Rows.ColumnCount, options.Colsample);
            _scale = truth.Scale(options, [.. baseline.Select((_, k) => Array.ConvertAll(scores, own => own[k]))]);
            var derivatives = scores.Select((own, row) => Derivatives(row, own)).ToArray();
            for (var k = 0; k < baseline.Length; k++)
            {
                var tree = Grow(rows, features, Array.ConvertAll(derivatives, own => own[k]));
                trees.Add(tree);
                foreach (var (row, own) in scores.Index())
                {
                    own[k] += tree.Value(truth.Rows.Row(row));
                }
            }
        }

        return new GradientBoosting(baseline, [.. trees]);
    }

    private static double[] Column(DesignMatrix rows, int feature) =>
        [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Row(row)[feature])];

    private Vector128<long>[] Derivatives(int row, double[] scores)
    {
        var derivatives = new Vector128<long>[scores.Length];
        truth.Differentiate(row, (double[])scores.Clone(), _scale, derivatives);
        return derivatives;
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
            bool IsLeft(int row) => _edges[feature].BinOf(truth.Rows.Row(row)[feature]) <= bin;
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
        features.Select(feature => Array.ConvertAll(rows, row => _edges[feature].BinOf(truth.Rows.Row(row)[feature]))),
        Array.ConvertAll(rows, row => derivatives[row]),
        _scale.Limits(options.MinLeaf));

    private static Vector128<long> Sum(int[] rows, Vector128<long>[] derivatives) =>
        rows.Aggregate(Vector128<long>.Zero, (sum, row) => sum + derivatives[row]);
}
