using System.Numerics;

namespace Bakeoff.Classifiers.Explanations;

/// <summary>Shapley values by their definition: over all subsets of the features.</summary>
/// <remarks>Source: L. S. Shapley, A value for n-person games (1953). Cost: 2^F values of the function.</remarks>
internal static class ShapleyReference
{
    /// <summary>Computes the contributions.</summary>
    /// <param name="features">F, at most 20.</param>
    /// <param name="value">Output where the features of a subset are known, a bit each.</param>
    /// <returns>Shape [F].</returns>
    public static double[] Compute(int features, Func<uint, double> value)
    {
        var values = new double[1 << features];
        for (var subset = 0u; subset < values.Length; subset++)
        {
            values[subset] = value(subset);
        }

        var contributions = new double[features];
        for (var feature = 0; feature < features; feature++)
        {
            for (var subset = 0u; subset < values.Length; subset++)
            {
                if ((subset & (1u << feature)) == 0)
                {
                    var size = BitOperations.PopCount(subset);
                    contributions[feature] += (values[subset | (1u << feature)] - values[subset])
                        * Factorial(size) * Factorial(features - size - 1) / Factorial(features);
                }
            }
        }

        return contributions;
    }

    /// <summary>Output of a tree where only the features of a subset are known.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="row">Features of the clip.</param>
    /// <param name="known">The subset, a bit each.</param>
    /// <param name="output">Number of the leaf's value.</param>
    /// <param name="node">Node to start from. Default 0: the root.</param>
    public static double ValueOf(ExplainedTree tree, double[] row, uint known, int output, int node = 0)
    {
        if (tree.IsLeaf(node))
        {
            return tree.ValuesOf(node)[output];
        }

        var next = tree.Next(node, row);
        if ((known & (1u << tree.FeatureOf(node))) != 0)
        {
            return ValueOf(tree, row, known, output, next);
        }

        var other = tree.Other(node, next);
        return (tree.ShareOf(node, next) * ValueOf(tree, row, known, output, next))
            + (tree.ShareOf(node, other) * ValueOf(tree, row, known, output, other));
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
