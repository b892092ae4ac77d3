using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Trees as one node of ONNX's machine-learning operators: the values of a clip's leaves, added or averaged over the
/// trees.</summary>
/// <param name="scope">A classifier with the arrays <c>nodes</c> and <c>tree_starts</c>.</param>
internal sealed class TreeNodes(ClassifierScope scope)
{
    // Columns of a node: feature (-1 for a leaf), threshold, left and right (numbers within the tree), then values.
    private const int Feature = 0;
    private const int Threshold = 1;
    private const int Left = 2;
    private const int Right = 3;
    private const int FirstValue = 4;

    // Without a tree, as early stopping may leave it, one leaf of value 0.
    private readonly double[] _nodes = scope.Values("nodes") is { Length: > 0 } nodes ? nodes : [-1, 0, -1, -1, 0];
    private readonly int _width = (int)scope.Arrays["nodes"].Shape[1];

    /// <summary>Number of values of a leaf.</summary>
    private int ValueCount => _width - FirstValue;

    /// <summary>Adds the trees to the graph.</summary>
    /// <param name="x">Scaled clips [B, F].</param>
    /// <param name="target">The class that a leaf's value counts for: from the number of the tree and that of the value.</param>
    /// <param name="attributes">Attributes of the whole: how trees are put together.</param>
    /// <returns>float64 [B, K].</returns>
    public string Append(string x, Func<long, int, int> target, params ReadOnlySpan<AttributeProto> attributes)
    {
        var count = _nodes.Length / _width;
        var (trees, numbers) = Locate([0, .. scope.Values("tree_starts").Skip(1).Select(static start => (int)start)], count);
        var all = Enumerable.Range(0, count).ToList();
        var leaves = all.Where(IsLeaf)
            .SelectMany(node => Enumerable.Range(0, ValueCount).Select(value => (Node: node, Value: value)))
            .Where(leaf => Cell(leaf.Node, FirstValue + leaf.Value) != 0)
            .DefaultIfEmpty((Node: all.Find(IsLeaf), Value: 0))
            .ToList();
        var sums = scope.Graph.LearningNode(
            "TreeEnsembleRegressor",
            [x],
            [
                NodeAttribute.Of("n_targets", (long)scope.ClassCount),
                .. attributes,
                NodeAttribute.Of("nodes_treeids", trees),
                NodeAttribute.Of("nodes_nodeids", numbers),
                NodeAttribute.Of("nodes_modes", all.Select(node => IsLeaf(node) ? "LEAF" : "BRANCH_LEQ")),
                NodeAttribute.Of("nodes_featureids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Feature))]),
                NodeAttribute.Of("nodes_values_as_tensor", (double[])[.. all.Select(node => Cell(node, Threshold))]),
                NodeAttribute.Of("nodes_truenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Left))]),
                NodeAttribute.Of("nodes_falsenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Right))]),
                NodeAttribute.Of("target_treeids", [.. leaves.Select(leaf => trees[leaf.Node])]),
                NodeAttribute.Of("target_nodeids", [.. leaves.Select(leaf => numbers[leaf.Node])]),
                NodeAttribute.Of("target_ids", [.. leaves.Select(leaf => (long)target(trees[leaf.Node], leaf.Value))]),
                NodeAttribute.Of(
                    "target_weights_as_tensor", (double[])[.. leaves.Select(leaf => Cell(leaf.Node, FirstValue + leaf.Value))]),
            ]);
        return scope.Graph.Cast(sums, ElementType.Double);
    }

    /// <summary>A value for each node, 0 for leaves.</summary>
    public long[] ForBranches(long value) =>
        [.. Enumerable.Range(0, _nodes.Length / _width).Select(node => IsLeaf(node) ? 0 : value)];

    /// <summary>The tree of each node, and the node's number within the tree.</summary>
    private static (long[] Trees, long[] Numbers) Locate(int[] starts, int count)
    {
        var (trees, numbers) = (new long[count], new long[count]);
        for (int node = 0, tree = 0; node < count; node++)
        {
            tree += tree + 1 < starts.Length && node == starts[tree + 1] ? 1 : 0;
            (trees[node], numbers[node]) = (tree, node - starts[tree]);
        }

        return (trees, numbers);
    }

    private double Cell(int node, int column) => _nodes[(node * _width) + column];

    private bool IsLeaf(int node) => Cell(node, Feature) < 0;
}
