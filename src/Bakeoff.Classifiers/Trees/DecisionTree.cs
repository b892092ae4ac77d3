using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>A classification tree (CART): each node compares one feature with a threshold, chosen by the Gini impurity of its two
/// halves.</summary>
internal sealed class DecisionTree
{
    /// <summary>Columns of a node's row before the shares of the classes: feature (-1 for a leaf), threshold, left, right.</summary>
    public const int NodeColumns = 4;

    private readonly List<Node> _nodes = [];
    private readonly int _classes;

    private DecisionTree(int classes) => _classes = classes;

    /// <summary>Grows a tree.</summary>
    /// <param name="training">All training rows.</param>
    /// <param name="rows">Positions of the rows to use; may repeat.</param>
    /// <param name="growth">Limits of each node.</param>
    /// <param name="random">Random stream of this tree.</param>
    public static DecisionTree Grow(TrainingRows training, int[] rows, TreeGrowth growth, SeededRandom random)
    {
        var tree = new DecisionTree(training.ClassCount);
        new Grower(tree._nodes, training, growth, random).Add(rows);
        return tree;
    }

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>Restores a tree from the rows of <see cref="ToRows"/>.</summary>
    public static DecisionTree Restore(double[] rows, int classes)
    {
        var tree = new DecisionTree(classes);
        var width = NodeColumns + classes;
        for (var start = 0; start < rows.Length; start += width)
        {
            var feature = (int)rows[start];
            var shares = feature < 0 ? rows[(start + NodeColumns)..(start + width)] : null;
            tree._nodes.Add(new Node(feature, rows[start + 1], (int)rows[start + 2], (int)rows[start + 3], shares));
        }

        return tree;
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
        var node = _nodes[0];
        while (node.Shares is null)
        {
            node = _nodes[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        }

        return node.Shares;
    }

    private sealed record Node(int Feature, double Threshold, int Left, int Right, double[]? Shares);

    /// <summary>Adds the nodes of a tree, depth first.</summary>
    private sealed class Grower(List<Node> nodes, TrainingRows training, TreeGrowth growth, SeededRandom random)
    {
        private readonly int[] _classes = training.Classes;
        private readonly int[] _features = [.. Enumerable.Range(0, training.Rows.ColumnCount)];

        public int Add(int[] rows)
        {
            var index = nodes.Count;
            var counts = new int[training.ClassCount];
            foreach (var row in rows)
            {
                counts[_classes[row]]++;
            }

            nodes.Add(new Node(-1, 0, -1, -1, Array.ConvertAll(counts, count => count / (double)rows.Length)));
            if (counts.Max() < rows.Length && rows.Length >= 2 * growth.MinLeaf && Best(rows, counts) is { } split)
            {
                var left = Add(Array.FindAll(rows, row => training.Rows.Row(row)[split.Feature] <= split.Threshold));
                var right = Add(Array.FindAll(rows, row => training.Rows.Row(row)[split.Feature] > split.Threshold));
                nodes[index] = new Node(split.Feature, split.Threshold, left, right, null);
            }

            return index;
        }

        // Features are tried in random order until enough of them were not constant. Purity: sum over halves of (sum of squared counts) /
        // size; larger is purer.
        private (int Feature, double Threshold)? Best(int[] rows, int[] counts)
        {
            (int, double)? best = null;
            var (bestPurity, tried) = (double.NegativeInfinity, 0);
            var values = new double[rows.Length];
            var labels = new int[rows.Length];
            for (var i = 0; i < _features.Length && tried < growth.FeaturesPerNode; i++)
            {
                var pick = i + random.NextInt32(_features.Length - i);
                (_features[i], _features[pick]) = (_features[pick], _features[i]);
                for (var r = 0; r < rows.Length; r++)
                {
                    values[r] = training.Rows.Row(rows[r])[_features[i]];
                    labels[r] = _classes[rows[r]];
                }

                Array.Sort(values, labels);
                if (values[0] == values[^1])
                {
                    continue;
                }

                tried++;
                var (purity, threshold) = Scan(values, labels, counts);
                if (purity > bestPurity)
                {
                    (bestPurity, best) = (purity, (_features[i], threshold));
                }
            }

            return best;
        }

        private (double Purity, double Threshold) Scan(double[] values, int[] labels, int[] counts)
        {
            var left = new long[counts.Length];
            var right = Array.ConvertAll(counts, static count => (long)count);
            var (leftSquares, rightSquares) = (0L, right.Sum(static count => count * count));
            var (best, threshold) = (double.NegativeInfinity, 0.0);
            for (var i = 0; i < values.Length - 1; i++)
            {
                var k = labels[i];
                leftSquares += (2 * left[k]++) + 1;
                rightSquares -= (2 * right[k]--) - 1;
                if (values[i] == values[i + 1] || i + 1 < growth.MinLeaf || values.Length - i - 1 < growth.MinLeaf)
                {
                    continue;
                }

                var purity = (leftSquares / (double)(i + 1)) + (rightSquares / (double)(values.Length - i - 1));
                if (purity > best)
                {
                    var middle = values[i] + ((values[i + 1] - values[i]) / 2);
                    (best, threshold) = (purity, middle < values[i + 1] ? middle : values[i]);
                }
            }

            return (best, threshold);
        }
    }
}
