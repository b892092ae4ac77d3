using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>A forest as one node of ONNX's machine-learning operators: a regression of all shares at once, averaged over the trees.</summary>
internal static class ForestExport
{
    private const int Feature = 0;
    private const int Threshold = 1;
    private const int Left = 2;
    private const int Right = 3;
    private const int Shares = 4;

    public static string Probabilities(GraphBuilder graph, ForestHead head, ClassifierContent classifier, string x)
    {
        var classes = classifier.ClassNames.Count;
        var width = Shares + classes;
        var count = head.Nodes.Length / width;
        double Cell(int node, int column) => head.Nodes[(node * width) + column];
        bool IsLeaf(int node) => Cell(node, Feature) < 0;
        var (trees, numbers) = Places(head.TreeStarts, count);
        var all = Enumerable.Range(0, count).ToList();
        var leaves = all.Where(IsLeaf).SelectMany(node => Enumerable.Range(0, classes).Select(k => (Node: node, Class: k))).Where(l => Cell(l.Node, Shares + l.Class) != 0).ToList();
        var shares = graph.LearningNode(
            "TreeEnsembleRegressor", [x],
            NodeAttribute.Of("n_targets", (long)classes),
            NodeAttribute.Of("aggregate_function", "AVERAGE"),
            NodeAttribute.Of("nodes_treeids", trees),
            NodeAttribute.Of("nodes_nodeids", numbers),
            NodeAttribute.Of("nodes_modes", all.Select(node => IsLeaf(node) ? "LEAF" : "BRANCH_LEQ")),
            NodeAttribute.Of("nodes_featureids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Feature))]),
            NodeAttribute.Of("nodes_values_as_tensor", (double[])[.. all.Select(node => Cell(node, Threshold))]),
            NodeAttribute.Of("nodes_truenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Left))]),
            NodeAttribute.Of("nodes_falsenodeids", [.. all.Select(node => IsLeaf(node) ? 0L : (long)Cell(node, Right))]),
            NodeAttribute.Of("target_treeids", [.. leaves.Select(l => trees[l.Node])]),
            NodeAttribute.Of("target_nodeids", [.. leaves.Select(l => numbers[l.Node])]),
            NodeAttribute.Of("target_ids", [.. leaves.Select(l => (long)l.Class)]),
            NodeAttribute.Of("target_weights_as_tensor", (double[])[.. leaves.Select(l => Cell(l.Node, Shares + l.Class))]));
        return graph.Cast(shares, ElementType.Double);
    }

    /// <summary>Tree of each node, and its number within the tree.</summary>
    private static (long[] Trees, long[] Numbers) Places(int[] starts, int count)
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
