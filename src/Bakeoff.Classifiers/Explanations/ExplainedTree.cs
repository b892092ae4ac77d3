using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Trees;

namespace Bakeoff.Classifiers.Explanations;

/// <summary>A tree with the shares of the background that go left and right at each node.</summary>
/// <remarks>
/// Where no row of the background comes to a side, half a row counts there, as in leaves that synthetic rows alone made.
/// </remarks>
internal sealed class ExplainedTree
{
    private const double EmptySide = 0.5;

    private readonly int[] _feature;
    private readonly double[] _threshold;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _values;
    private readonly double[] _leftShare;
    private readonly bool _isMissingLeft;

    private ExplainedTree(ReadOnlySpan<double> rows, int width, bool isMissingLeft, DesignMatrix background)
    {
        var nodes = rows.Length / width;
        ValueCount = width - DecisionTree.NodeColumns;
        _isMissingLeft = isMissingLeft;
        (_feature, _threshold, _left, _right) = (new int[nodes], new double[nodes], new int[nodes], new int[nodes]);
        (_values, _leftShare) = (new double[nodes * ValueCount], new double[nodes]);
        for (var node = 0; node < nodes; node++)
        {
            var row = rows.Slice(node * width, width);
            (_feature[node], _threshold[node], _left[node], _right[node]) = ((int)row[0], row[1], (int)row[2], (int)row[3]);
            row[DecisionTree.NodeColumns..].CopyTo(_values.AsSpan(node * ValueCount));
        }

        var visits = new int[nodes];
        for (var clip = 0; clip < background.RowCount; clip++)
        {
            var node = 0;
            for (visits[0]++; !IsLeaf(node); visits[node]++)
            {
                node = Next(node, background.Row(clip));
            }
        }

        for (var node = 0; node < nodes; node++)
        {
            if (!IsLeaf(node))
            {
                var (left, right) = (Math.Max(visits[_left[node]], EmptySide), Math.Max(visits[_right[node]], EmptySide));
                _leftShare[node] = left / (left + right);
            }
        }
    }

    /// <summary>Number of values of a leaf.</summary>
    public int ValueCount { get; }

    /// <summary>A tree of a random forest.</summary>
    public static ExplainedTree OfForest(ReadOnlySpan<double> rows, int values, DesignMatrix background) =>
        new(rows, DecisionTree.NodeColumns + values, isMissingLeft: false, background);

    /// <summary>A boosted tree, whose missing values go left.</summary>
    public static ExplainedTree OfBoosting(ReadOnlySpan<double> rows, DesignMatrix background) =>
        new(rows, BoostedTree.NodeColumns, isMissingLeft: true, background);

    /// <summary>True for a node without a question.</summary>
    public bool IsLeaf(int node) => _feature[node] < 0;

    /// <summary>Feature that a node asks for.</summary>
    public int FeatureOf(int node) => _feature[node];

    /// <summary>Values of a leaf.</summary>
    public ReadOnlySpan<double> ValuesOf(int leaf) => _values.AsSpan(leaf * ValueCount, ValueCount);

    /// <summary>The node that a row goes to.</summary>
    public int Next(int node, ReadOnlySpan<double> row)
    {
        var isLeft = _isMissingLeft ? !(row[_feature[node]] > _threshold[node]) : row[_feature[node]] <= _threshold[node];
        return isLeft ? _left[node] : _right[node];
    }

    /// <summary>The node on the other side.</summary>
    public int Other(int node, int next) => next == _left[node] ? _right[node] : _left[node];

    /// <summary>Share of the background at a node that goes to one of its sides.</summary>
    public double ShareOf(int node, int next) => next == _left[node] ? _leftShare[node] : 1 - _leftShare[node];

    /// <summary>Adds the mean of the leaves over the background.</summary>
    /// <param name="means">Receives [ValueCount].</param>
    public void AddMean(Span<double> means) => AddMean(0, 1, means);

    private void AddMean(int node, double share, Span<double> means)
    {
        if (!IsLeaf(node))
        {
            AddMean(_left[node], share * ShareOf(node, _left[node]), means);
            AddMean(_right[node], share * ShareOf(node, _right[node]), means);
            return;
        }

        for (var k = 0; k < means.Length; k++)
        {
            means[k] += share * _values[(node * ValueCount) + k];
        }
    }
}
