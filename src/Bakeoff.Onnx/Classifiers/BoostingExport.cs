using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Boosted trees, those of the classes in turn: softmax of the summed values of leaves; NaN is on the left of every
/// threshold.</summary>
internal static class BoostingExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x)
    {
        var (trees, baseline) = (new TreeNodes(scope), scope.Values("baseline"));
        var sums = trees.Append(
            x, (tree, _) => (int)(tree % scope.ClassCount), NodeAttribute.Of("nodes_missing_value_tracks_true", trees.ForBranches(1)));
        var scores = scope.Graph.Add(sums, scope.Graph.Tensor("classifier.baseline", baseline, baseline.Length));
        return scope.Graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1));
    }
}
