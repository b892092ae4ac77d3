using System.Runtime.InteropServices;

namespace Bakeoff.Classifiers.Trees;

/// <summary>A tree (CART): each node compares one feature with a threshold; a leaf has shares of the classes, or the mean of a number.</summary>
internal sealed class DecisionTree
{
    /// <summary>Columns of a node's row before the values of a leaf: feature (-1 for a leaf), threshold, left, right.</summary>
    public const int NodeColumns = 4;

    private readonly Node[] _nodes;

    /// <summary>Wraps nodes, the root first.</summary>
    /// <param name="nodes">The nodes.</param>
    public DecisionTree(Node[] nodes) => _nodes = nodes;

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _nodes.Length;

    /// <summary>Restores a tree from the rows of <see cref="ToRows"/>.</summary>
    public static DecisionTree Restore(ReadOnlySpan<double> rows, int values)
    {
        var width = NodeColumns + values;
        var nodes = new Node[rows.Length / width];
        for (var node = 0; node < nodes.Length; node++)
        {
            var row = rows.Slice(node * width, width);
            nodes[node] = row[0] < 0
                ? Node.Leaf(row[NodeColumns..].ToArray())
                : new Node((int)row[0], row[1], (int)row[2], (int)row[3], null);
        }

        return new DecisionTree(nodes);
    }

    /// <summary>One row for each node, the root first: feature, threshold, left, right, then the values of a leaf (0 for inner
    /// nodes).</summary>
    /// <param name="values">Number of values of a leaf.</param>
    public IEnumerable<double> ToRows(int values) =>
        _nodes.SelectMany(
            node => new[] { node.Feature, node.Threshold, node.Left, node.Right }.Concat(node.Values ?? new double[values]));

    /// <summary>Finds the leaf of a clip.</summary>
    /// <returns>Shares of the classes among the training clips of that leaf, or the mean of their numbers.</returns>
    public double[] Values(ReadOnlySpan<double> features)
    {
        ref readonly var node = ref _nodes[0];
        while (node.Values is null)
        {
            node = ref _nodes[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        }

        return node.Values;
    }

    /// <summary>A question or, with values, a leaf.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Node(int Feature, double Threshold, int Left, int Right, double[]? Values)
    {
        /// <summary>A leaf.</summary>
        public static Node Leaf(double[] values) => new(-1, 0, -1, -1, values);
    }
}
