using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>A classification tree (CART): each node asks whether one feature is at most a threshold, chosen for the purest halves by Gini's index.</summary>
internal sealed class DecisionTree
{
    /// <summary>Columns of a node's row before the shares of the classes: feature (-1 for a leaf), threshold, left, right.</summary>
    public const int NodeColumns = 4;

    private readonly List<Node> _nodes = [];
    private readonly DesignMatrix _training;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int _featuresPerNode;
    private readonly int _minLeaf;
    private readonly SeededRandom _random;
    private readonly int[] _features;

    private DecisionTree(DesignMatrix training, int[] labels, int classes, int featuresPerNode, int minLeaf, SeededRandom random)
    {
        (_training, _labels, _classes, _featuresPerNode, _minLeaf, _random) = (training, labels, classes, featuresPerNode, minLeaf, random);
        _features = [.. Enumerable.Range(0, training.ColumnCount)];
    }

    /// <summary>Grows a tree on the given rows, which may repeat.</summary>
    public static DecisionTree Grow(DesignMatrix training, int[] labels, int classes, int[] rows, int featuresPerNode, int minLeaf, SeededRandom random)
    {
        var tree = new DecisionTree(training, labels, classes, featuresPerNode, minLeaf, random);
        tree.Add(rows);
        return tree;
    }

    /// <summary>Nodes of the tree, the root first.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>The tree of rows that <see cref="ToRows"/> gave.</summary>
    public static DecisionTree Restore(double[] rows, int classes)
    {
        var tree = new DecisionTree(new DesignMatrix([], 1), [], classes, 0, 1, new SeededRandom(0, "restored"));
        var width = NodeColumns + classes;
        for (var start = 0; start < rows.Length; start += width)
        {
            var feature = (int)rows[start];
            tree._nodes.Add(new Node(feature, rows[start + 1], (int)rows[start + 2], (int)rows[start + 3], feature < 0 ? rows[(start + NodeColumns)..(start + width)] : null));
        }

        return tree;
    }

    /// <summary>One row a node: feature, threshold, left, right, then the shares of the classes (0 for inner nodes).</summary>
    public IEnumerable<double> ToRows() =>
        _nodes.SelectMany(node => new[] { node.Feature, node.Threshold, node.Left, node.Right }.Concat(node.Shares ?? new double[_classes]));

    /// <summary>Shares of the classes among the training clips of the leaf that a clip falls into.</summary>
    public double[] Shares(ReadOnlySpan<double> features)
    {
        var node = _nodes[0];
        while (node.Shares is null)
        {
            node = _nodes[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        }

        return node.Shares;
    }

    private int Add(int[] rows)
    {
        var index = _nodes.Count;
        var counts = new int[_classes];
        foreach (var row in rows)
        {
            counts[_labels[row]]++;
        }

        _nodes.Add(new Node(-1, 0, -1, -1, Array.ConvertAll(counts, count => count / (double)rows.Length)));
        if (counts.Max() < rows.Length && rows.Length >= 2 * _minLeaf && Best(rows, counts) is { } split)
        {
            var left = Add(Array.FindAll(rows, row => _training.Row(row)[split.Feature] <= split.Threshold));
            var right = Add(Array.FindAll(rows, row => _training.Row(row)[split.Feature] > split.Threshold));
            _nodes[index] = new Node(split.Feature, split.Threshold, left, right, null);
        }

        return index;
    }

    // Looks at features in random order until enough were not constant; purity is the sum over halves of (sum of squared counts) / size, larger is purer.
    private (int Feature, double Threshold)? Best(int[] rows, int[] counts)
    {
        (int, double)? best = null;
        var (bestPurity, looked) = (double.NegativeInfinity, 0);
        var values = new double[rows.Length];
        var labels = new int[rows.Length];
        for (var i = 0; i < _features.Length && looked < _featuresPerNode; i++)
        {
            var pick = i + _random.NextInt32(_features.Length - i);
            (_features[i], _features[pick]) = (_features[pick], _features[i]);
            for (var r = 0; r < rows.Length; r++)
            {
                values[r] = _training.Row(rows[r])[_features[i]];
                labels[r] = _labels[rows[r]];
            }

            Array.Sort(values, labels);
            if (values[0] == values[^1])
            {
                continue;
            }

            looked++;
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
            if (values[i] == values[i + 1] || i + 1 < _minLeaf || values.Length - i - 1 < _minLeaf)
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

    private sealed record Node(int Feature, double Threshold, int Left, int Right, double[]? Shares);
}
