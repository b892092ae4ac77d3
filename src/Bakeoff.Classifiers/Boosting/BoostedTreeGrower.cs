using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>A tree that grows leaf by leaf: the leaf whose split gains most is split next, the first of equals.</summary>
/// <remarks>G. Ke and others, LightGBM, NeurIPS 2017 (leaves); T. Chen and C. Guestrin, XGBoost, KDD 2016, equations 5 to 7 (gain and
/// value).</remarks>
internal sealed class BoostedTreeGrower
{
    // Of rows that are all alike, every split has the score of the node but for rounding.
    internal const double LeastGain = 1 + 1e-10;

    private readonly GradientBoostingOptions _options;
    private readonly DerivativeScale _scale;
    private readonly BinnedColumns _columns;
    private readonly TreeRows _rows;
    private readonly List<BoostedTree.Node> _nodes = [BoostedTree.Node.Leaf(0)];
    private readonly List<BoostedNode> _leaves;

    /// <summary>Begins a tree.</summary>
    /// <param name="options">Limits of the tree.</param>
    /// <param name="scale">Units of derivatives.</param>
    /// <param name="columns">Features that the tree may use.</param>
    /// <param name="rows">Its rows; put in order of leaves.</param>
    public BoostedTreeGrower(GradientBoostingOptions options, DerivativeScale scale, BinnedColumns columns, TreeRows rows)
    {
        (_options, _scale, _columns, _rows) = (options, scale, columns, rows);
        var root = new BoostedNode(rows, 0, rows.Rows.Length) { Sum = rows.Sum(0, rows.Rows.Length), Depth = 0, Number = 0 };
        _leaves = [root];
        New = [root];
    }

    /// <summary>Leaves that were not searched for a split, and may have one.</summary>
    public IReadOnlyList<BoostedNode> New { get; private set; }

    /// <summary>True until no leaf can be split, or there are as many as there may be.</summary>
    public bool IsGrowing { get; private set; } = true;

    /// <summary>Splits one leaf; all leaves were searched.</summary>
    public void SplitBest()
    {
        var (best, most) = (-1, 0.0);
        for (var i = 0; i < _leaves.Count; i++)
        {
            var (score, own) = (_leaves[i].Split.Score, _scale.Score(_leaves[i].Sum));
            if (score > own * LeastGain && score - own > most)
            {
                (best, most) = (i, score - own);
            }
        }

        IsGrowing = best >= 0 && _leaves.Count < _options.Leaves;
        New = IsGrowing ? Split(best) : [];
    }

    /// <summary>The tree.</summary>
    /// <param name="scores">Receives the values of leaves, added to the score of each of the tree's rows.</param>
    public BoostedTree Finish(double[] scores)
    {
        foreach (var leaf in _leaves)
        {
            var value = _options.LearningRate * _scale.Step(leaf.Sum);
            _nodes[leaf.Number] = BoostedTree.Node.Leaf(value);
            foreach (var row in leaf.Rows)
            {
                scores[row] += value;
            }
        }

        return new BoostedTree([.. _nodes]);
    }

    private IReadOnlyList<BoostedNode> Split(int position)
    {
        var (node, split) = (_leaves[position], _leaves[position].Split);
        var block = _columns.Block(split.Place / BinnedColumns.Together);
        var count = _rows.Part(node, block, split.Place % BinnedColumns.Together, split.Bin);
        var sum = _rows.Sum(node.First, count);
        var left = Child(node, 0, count, sum, _nodes.Count);
        var right = Child(node, count, node.Count - count, node.Sum - sum, _nodes.Count + 1);
        var threshold = _columns.ThresholdAt(split.Place, split.Bin);
        _nodes[node.Number] = new BoostedTree.Node(_columns.FeatureAt(split.Place), threshold, left.Number, right.Number, 0);
        _nodes.AddRange([BoostedTree.Node.Leaf(0), BoostedTree.Node.Leaf(0)]);
        _leaves[position] = left;
        _leaves.Add(right);
        return _leaves.Count == _options.Leaves ? [] : [.. new[] { left, right }.Where(CanSplit)];
    }

    private BoostedNode Child(BoostedNode parent, int offset, int count, Vector128<long> sum, int number) =>
        new(_rows, parent.First + offset, count) { Sum = sum, Depth = parent.Depth + 1, Number = number };

    private bool CanSplit(BoostedNode leaf) => leaf.Count >= 2 * _options.MinLeaf && leaf.Depth != _options.Depth;
}
