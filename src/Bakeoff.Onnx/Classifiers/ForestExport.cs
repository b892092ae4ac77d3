using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>
/// A random forest as one node of ONNX's machine-learning operators: a regression of the shares of all classes, averaged over the trees.
/// </summary>
internal static class ForestExport
{
    // Columns of a node: feature (-1 for a leaf), threshold, left and right (numbers within the tree), then the shares of the classes.
    private const int Feature = 0;
    private const int Threshold = 1;
    private const int Left = 2;
    private const int Right = 3;
    private const int Shares = 4;

    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x)
    {
        var (graph, nodes, classes) = (scope.Graph, scope.Values("nodes"), scope.ClassCount);
        var width = Shares + classes;
        var count = nodes.Length / width;
        double Cell(int node, int column) => nodes[(node * width) + column];
        bool IsLeaf(int node) => Cell(node, Feature) < 0;
        var (trees, numbers) = LocateNodes(Array.ConvertAll(scope.Values("tree_starts"), static start => (int)start), count);
        var all = Enumerable.Range(0, count).ToList();
        var leaves = all.Where(IsLeaf)
            .SelectMany(node => Enumerable.Range(0, classes).Select(k => (Node: node, Class: k)))
            .Where(leaf => Cell(leaf.Node, Shares + leaf.Class) != 0)
            .ToList();
        var shares = graph.LearningNode(
            "TreeEnsembleRegressor",
            [x],
            NodeAttribute.Of("n_targets", (long)classes),
            NodeAttribute.Of("aggregate_function", "AVERAGE"),
            NodeAttribute.Of("nodes_treeids", trees),
            NodeAttribute.Of("nodes_nodeids", numbers),
            NodeAttribute.Of("nodes_modes", all.Select(node => IsLeaf(node) ? "LEAF" : "BRANCH_LEQ")),
            NodeAttribute.Of("nodes_featureids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Feature))]),
            NodeAttribute.Of("nodes_values_as_tensor", (double[])[.. all.Select(node => Cell(node, Threshold))]),
            NodeAttribute.Of("nodes_truenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Left))]),
            NodeAttribute.Of("nodes_falsenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Right))]),
            NodeAttribute.Of("target_treeids", [.. leaves.Select(leaf => trees[leaf.Node])]),
            NodeAttribute.Of("target_nodeids", [.. leaves.Select(leaf => numbers[leaf.Node])]),
            NodeAttribute.Of("target_ids", [.. leaves.Select(leaf => (long)leaf.Class)]),
            NodeAttribute.Of("target_weights_as_tensor", (double[])[.. leaves.Select(leaf => Cell(leaf.Node, Shares + leaf.Class))]));
        return graph.Cast(shares, ElementType.Double);
    }

    /// <summary>The tree of each node, and the node's number within the tree.</summary>
    private static (long[] Trees, long[] Numbers) LocateNodes(int[] starts, int count)
    {
        var (trees, numbers) = (new long[count], new long[count]);
        for (int node = 0, tree = 0; node < count; node++)
        {
            tree += tree + 1 < starts.Length && node == starts[tree + 1] ? 1 : 0;
            (trees[node], numbers[node]) = (tree, node - starts[tree]);
        }

        return (trees, numbers);
    }
}
