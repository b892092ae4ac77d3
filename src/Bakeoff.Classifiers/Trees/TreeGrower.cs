using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Grows one tree after the other on the same training rows; working memory of one thread.</summary>
internal sealed class TreeGrower
{
    private readonly DesignMatrix _training;
    private readonly RankedColumns _columns;
    private readonly TreeGrowth _growth;
    private readonly NodeSearch _search;
    private readonly int[] _features;
    private readonly int[] _counts;
    private readonly int[] _rows;
    private readonly int[] _right;
    private readonly int[] _ranks;

    // Sums of the weights of the rows up to each; null where all are drawn alike.
    private readonly double[]? _weights;

    /// <summary>Prepares working memory.</summary>
    /// <param name="training">All training rows.</param>
    /// <param name="columns">Their ranks.</param>
    /// <param name="growth">Limits of each node.</param>
    /// <param name="search">The search for splits.</param>
    /// <param name="weights">Weight of each row, by which it is drawn; null for rows that are drawn alike.</param>
    public TreeGrower(DesignMatrix training, RankedColumns columns, TreeGrowth growth, NodeSearch search, double[]? weights = null)
    {
        (_training, _columns, _growth, _search) = (training, columns, growth, search);
        _features = new int[training.ColumnCount];
        _counts = new int[columns.RowCount];
        _rows = new int[columns.RowCount];
        _right = new int[columns.RowCount];
        _ranks = new int[columns.RowCount];
        _weights = (double[]?)weights?.Clone();
        for (var row = 1; row < _weights?.Length; row++)
        {
            _weights[row] += _weights[row - 1];
        }
    }

    /// <summary>Grows a tree on as many rows as there are, drawn with replacement.</summary>
    /// <param name="random">Random stream of this tree: first the rows, then the features of each node, depth first.</param>
    public DecisionTree Grow(SeededRandom random)
    {
        var rows = Draw(random);
        for (var i = 0; i < _features.Length; i++)
        {
            _features[i] = i;
        }

        var nodes = new List<DecisionTree.Node>();
        var waiting = new Stack<(int First, int Count, int Parent)>();
        waiting.Push((0, rows, -1));
        while (waiting.TryPop(out var part))
        {
            if (part.Parent >= 0)
            {
                nodes[part.Parent] = nodes[part.Parent] with { Right = nodes.Count };
            }

            Grow(nodes, waiting, part.First, part.Count, random);
        }

        return new DecisionTree([.. nodes]);
    }

    private int Draw(SeededRandom random)
    {
        Array.Clear(_counts);
        foreach (var _ in _counts)
        {
            _counts[_weights is null ? random.NextInt32(_counts.Length) : DrawByWeight(_weights, random)]++;
        }

        if (_counts.Max() is > ushort.MaxValue and var most)
        {
            throw new ClassifierException(new ErrorDetails($"a row of {_counts.Length} is so heavy that a tree draws it {{value}} times")
            {
                Value = most.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {ushort.MaxValue} times"),
                NextStep = "Use weights that differ less.",
            });
        }

        var different = 0;
        for (var row = 0; row < _counts.Length; row++)
        {
            if (_counts[row] > 0)
            {
                _rows[different++] = row;
            }
        }

        return different;
    }

    // The first row whose sum exceeds a number below that of all rows.
    private static int DrawByWeight(double[] sums, SeededRandom random)
    {
        var found = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, sums.Length - 1);
    }

    // Adds a node and, as long as it can be split, that of its left side, then its left side, and so on; right sides wait.
    private void Grow(
        List<DecisionTree.Node> nodes, Stack<(int First, int Count, int Parent)> waiting, int first, int count, SeededRandom random)
    {
        while (true)
        {
            var rows = _rows.AsSpan(first, count);
            _search.Begin(rows, _counts);
            if (Split(rows, random) is not { } split)
            {
                nodes.Add(DecisionTree.Node.Leaf(_search.Leaf()));
                return;
            }

            var (left, threshold) = Part(rows, split.Feature, split.Last);
            nodes.Add(new DecisionTree.Node(split.Feature, threshold, nodes.Count + 1, -1, null));
            waiting.Push((first + left, count - left, nodes.Count - 1));
            count = left;
        }
    }

    private (int Feature, int Last)? Split(ReadOnlySpan<int> rows, SeededRandom random) =>
        _search.IsPure || _search.Size < 2 * _growth.MinLeaf ? null : Best(rows, random);

    // Features are tried in random order until enough of them were not constant.
    private (int Feature, int Last)? Best(ReadOnlySpan<int> rows, SeededRandom random)
    {
        (int, int)? best = null;
        var (bestPurity, tried) = (double.NegativeInfinity, 0);
        for (var i = 0; i < _features.Length && tried < _growth.FeaturesPerNode; i++)
        {
            var pick = i + random.NextInt32(_features.Length - i);
            (_features[i], _features[pick]) = (_features[pick], _features[i]);
            if (!_search.TryFind(_features[i], rows, out var purity, out var last))
            {
                continue;
            }

            tried++;
            if (purity > bestPurity)
            {
                (bestPurity, best) = (purity, (_features[i], last));
            }
        }

        return best;
    }

    /// <summary>Moves the rows of the left side to the front.</summary>
    /// <returns>Their number, and the threshold: half way from the largest value on the left to the smallest on the right.</returns>
    private (int Left, double Threshold) Part(Span<int> rows, int feature, int last)
    {
        _columns.Read(feature, rows, _ranks);
        var (left, right, lower, upper) = (0, 0, double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var value = _training.Row(row)[feature];
            if (_ranks[i] <= last)
            {
                rows[left++] = row;
                lower = Math.Max(lower, value);
            }
            else
            {
                _right[right++] = row;
                upper = Math.Min(upper, value);
            }
        }

        _right.AsSpan(0, right).CopyTo(rows[left..]);
        var middle = lower + ((upper - lower) / 2);
        return (left, middle < upper ? middle : lower);
    }
}
