using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>A leaf of a growing tree: a part of the tree's rows.</summary>
/// <param name="tree">Rows and derivatives of the tree, in the order of leaves.</param>
/// <param name="first">Position of the first row.</param>
/// <param name="count">Number of rows.</param>
internal sealed class BoostedNode(TreeRows tree, int first, int count)
{
    private double _reached = double.NegativeInfinity;

    /// <summary>Position of the first row in the tree.</summary>
    public int First => first;

    /// <summary>Number of rows.</summary>
    public int Count => count;

    /// <summary>The rows, ascending.</summary>
    public ReadOnlySpan<int> Rows => tree.Rows.AsSpan(first, count);

    /// <summary>Derivatives of the rows.</summary>
    public ReadOnlySpan<Vector128<long>> Derivatives => tree.Derivatives.AsSpan(first, count);

    /// <summary>Sum of the derivatives.</summary>
    public required Vector128<long> Sum { get; init; }

    /// <summary>Number of splits above this node.</summary>
    public required int Depth { get; init; }

    /// <summary>Number of the node in its tree.</summary>
    public required int Number { get; init; }

    /// <summary>The score of some split of the node, the best that is known; negative infinity at first.</summary>
    public double Reached => Volatile.Read(ref _reached);

    /// <summary>The best split; unknown until the node was searched.</summary>
    public BoostedSplit Split { get; set; } = BoostedSplit.None;

    /// <summary>Notes the score of a split. Of two threads the one with the smaller score may have the last word: searches then spare less.</summary>
    public void Reach(double score)
    {
        if (score > Reached)
        {
            Volatile.Write(ref _reached, score);
        }
    }
}
