using System.Runtime.InteropServices;

namespace Bakeoff.Classifiers.Trees;

/// <summary>A classification tree (CART): each node compares one feature with a threshold, chosen by the Gini impurity of its two
/// halves.</summary>
internal sealed class DecisionTree
{
    /// <summary>Columns of a node's row before the shares of the classes: feature (-1 for a leaf), threshold, left, right.</summary>
    public const int NodeColumns = 4;

    private readonly Node[] _nodes;
    private readonly int _classes;

    /// <summary>Wraps nodes, the root first.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="classes">Number of classes.</param>
    public DecisionTree(Node[] nodes, int classes) => (_nodes, _classes) = (nodes, classes);

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _nodes.Length;

    /// <summary>Restores a tree from the rows of <see cref="ToRows"/>.</summary>
    public static DecisionTree Restore(ReadOnlySpan<double> rows, int classes)
    {
        var width = NodeColumns + classes;
        var nodes = new Node[rows.Length / width];
        for (var node = 0; node < nodes.Length; node++)
        {
            var row = rows.Slice(node * width, width);
            nodes[node] = row[0] < 0
                ? Node.Leaf(row[NodeColumns..].ToArray())
                : new Node((int)row[0], row[1], (int)row[2], (int)row[3], null);
        }

        return new DecisionTree(nodes, classes);
    }

    /// <summary>One row for each node, the root first: feature, threshold, left, right, then the shares of the classes (0 for inner
    /// nodes).</summary>
    public IEnumerable<double> ToRows() =>
        _nodes.SelectMany(
            node => new[] { node.Feature, node.Threshold, node.Left, node.Right }.Concat(node.Shares ?? new double[_classes]));

    /// <summary>Finds the leaf of a clip.</summary>
    /// <returns>Shares of the classes among the training clips of that leaf.</returns>
    public double[] Shares(ReadOnlySpan<double> features)
    {
        ref readonly var node = ref _nodes[0];
        while (node.Shares is null)
        {
            node = ref _nodes[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        }

        return node.Shares;
    }

    /// <summary>A question or, with shares, a leaf.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Node(int Feature, double Threshold, int Left, int Right, double[]? Shares)
    {
        /// <summary>A leaf with the shares of the classes.</summary>
        public static Node Leaf(double[] shares) => new(-1, 0, -1, -1, shares);
    }
}
