using System.Runtime.InteropServices;

namespace Bakeoff.Classifiers.Explanations;

/// <summary>Shapley values of the features in one tree, where a feature that is not known follows the background's shares.</summary>
/// <remarks>
/// Source: S. M. Lundberg, G. G. Erion and S.-I. Lee, Consistent individualized feature attribution for tree ensembles, arXiv 1802.03888
/// (2018), algorithm 2. Cost: leaves times the square of the depth. <see cref="ShapleyReference"/> is the definition.
/// </remarks>
internal sealed class TreeShapley
{
    private readonly ExplainedTree _tree;
    private readonly double[][] _contributions;

    private TreeShapley(ExplainedTree tree, double[][] contributions) => (_tree, _contributions) = (tree, contributions);

    /// <summary>Adds the contributions of a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="row">Features of the clip.</param>
    /// <param name="contributions">Receives [values of a leaf][F].</param>
    public static void Add(ExplainedTree tree, ReadOnlySpan<double> row, double[][] contributions) =>
        new TreeShapley(tree, contributions).Visit(0, row, [], new Step(-1, 1, 1, 0));

    /// <summary>Goes down with the features that were asked for so far, and the weights of their subsets of each size.</summary>
    private void Visit(int node, ReadOnlySpan<double> row, ReadOnlySpan<Step> above, Step last)
    {
        var path = Extend(above, last);
        if (_tree.IsLeaf(node))
        {
            AddLeaf(node, path);
            return;
        }

        var (share, known) = (1.0, 1.0);
        ReadOnlySpan<Step> rest = path;
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i].Feature == _tree.FeatureOf(node))
            {
                (share, known) = (path[i].Share, path[i].Known);
                rest = Remove(path, i);
                break;
            }
        }

        var hot = _tree.Next(node, row);
        var cold = _tree.Other(node, hot);
        Visit(hot, row, rest, new Step(_tree.FeatureOf(node), share * _tree.ShareOf(node, hot), known, 0));
        Visit(cold, row, rest, new Step(_tree.FeatureOf(node), share * _tree.ShareOf(node, cold), 0, 0));
    }

    private void AddLeaf(int leaf, Step[] path)
    {
        var values = _tree.ValuesOf(leaf);
        for (var i = 1; i < path.Length; i++)
        {
            var weight = 0.0;
            foreach (var step in Remove(path, i))
            {
                weight += step.Weight;
            }

            weight *= path[i].Known - path[i].Share;
            for (var k = 0; k < values.Length; k++)
            {
                _contributions[k][path[i].Feature] += weight * values[k];
            }
        }
    }

    /// <summary>Adds a feature to the subsets: each is one larger with it, weighed by what its value lets through, or as large without.</summary>
    private static Step[] Extend(ReadOnlySpan<Step> path, Step step)
    {
        var length = path.Length;
        Step[] longer = [.. path, step with { Weight = length == 0 ? 1 : 0 }];
        for (var i = length - 1; i >= 0; i--)
        {
            longer[i + 1].Weight += step.Known * longer[i].Weight * (i + 1) / (length + 1);
            longer[i].Weight = step.Share * longer[i].Weight * (length - i) / (length + 1);
        }

        return longer;
    }

    /// <summary>The inverse of <see cref="Extend"/>, for whichever feature.</summary>
    private static Step[] Remove(Step[] path, int feature)
    {
        var last = path.Length - 1;
        Step[] shorter = [.. path[..last]];
        var (share, known) = (path[feature].Share, path[feature].Known);
        var next = path[last].Weight;
        for (var i = last - 1; i >= 0; i--)
        {
            if (known != 0)
            {
                var before = path[i].Weight;
                shorter[i].Weight = next * (last + 1) / ((i + 1) * known);
                next = before - (shorter[i].Weight * share * (last - i) / (last + 1));
            }
            else
            {
                shorter[i].Weight = path[i].Weight * (last + 1) / (share * (last - i));
            }
        }

        for (var i = feature; i < last; i++)
        {
            shorter[i] = path[i + 1] with { Weight = shorter[i].Weight };
        }

        return shorter;
    }

    /// <summary>A feature on the way to a node.</summary>
    /// <param name="Feature">Its number; -1 for the start.</param>
    /// <param name="Share">Share of the background that goes this way where the feature is not known.</param>
    /// <param name="Known">1 if the clip goes this way where it is known, else 0.</param>
    /// <param name="Weight">Weight of the subsets with as many known features as there are steps before this one.</param>
    [StructLayout(LayoutKind.Auto)]
    private record struct Step(int Feature, double Share, double Known, double Weight);
}
