namespace Bakeoff.Classifiers.Trees;

/// <summary>Finds the best split of a node's rows by one feature after the other; working memory of one thread.</summary>
internal abstract class NodeSearch
{
    /// <summary>Number of clips of the node: rows as often as they count.</summary>
    public abstract int Size { get; }

    /// <summary>True if no split could make the node purer.</summary>
    public abstract bool IsPure { get; }

    /// <summary>Turns to the rows of a node.</summary>
    /// <param name="rows">Different rows.</param>
    /// <param name="counts">For each training row how often it counts, at most 65,535; no more in all than there are rows.</param>
    public abstract void Begin(ReadOnlySpan<int> rows, int[] counts);

    /// <summary>Prediction of the node as a leaf.</summary>
    public abstract double[] Leaf();

    /// <summary>Finds the best split by a feature.</summary>
    /// <param name="column">The feature.</param>
    /// <param name="rows">The rows of <see cref="Begin"/>.</param>
    /// <param name="purity">Receives the purity of the best place, or negative infinity.</param>
    /// <param name="last">Receives the rank of the largest value on the left.</param>
    /// <returns>False if the feature is constant.</returns>
    public abstract bool TryFind(int column, ReadOnlySpan<int> rows, out double purity, out int last);
}
