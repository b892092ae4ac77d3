using System.Runtime.InteropServices;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>A regression tree: each node compares one feature with a threshold, each leaf adds a value to the score of one class.</summary>
/// <param name="nodes">The nodes, the root first.</param>
internal sealed class BoostedTree(BoostedTree.Node[] nodes)
{
    /// <summary>Columns of a node's row: feature (-1 for a leaf), threshold, left, right, value.</summary>
    public const int NodeColumns = 5;

    private readonly Node[] _nodes = nodes;

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _nodes.Length;

    /// <summary>Restores a tree from the rows of <see cref="ToRows"/>.</summary>
    public static BoostedTree Restore(ReadOnlySpan<double> rows)
    {
        var nodes = new Node[rows.Length / NodeColumns];
        for (var node = 0; node < nodes.Length; node++)
        {
            var row = rows.Slice(node * NodeColumns, NodeColumns);
            nodes[node] = new Node((int)row[0], row[1], (int)row[2], (int)row[3], row[4]);
        }

        return new BoostedTree(nodes);
    }

    /// <summary>One row for each node, the root first; inner nodes have the value 0.</summary>
    public IEnumerable<double> ToRows() =>
        _nodes.SelectMany(static node => new[] { node.Feature, node.Threshold, node.Left, node.Right, node.Value });

    /// <summary>Finds the value of a clip's leaf. NaN is on the left of every threshold.</summary>
    public double Value(ReadOnlySpan<double> features)
    {
        ref readonly var node = ref _nodes[0];
        while (node.Feature >= 0)
        {
            node = ref _nodes[features[node.Feature] > node.Threshold ? node.Right : node.Left];
        }

        return node.Value;
    }

    /// <summary>A question or, with feature -1, a leaf.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Node(int Feature, double Threshold, int Left, int Right, double Value)
    {
        /// <summary>A leaf with its value.</summary>
        public static Node Leaf(double value) => new(-1, 0, -1, -1, value);
    }
}
