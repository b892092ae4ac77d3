using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Boosted trees, those of the classes in turn: softmax of the summed values of leaves, or a number, the sum itself; NaN is on the left of every
/// threshold.</summary>
internal static class BoostingExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x) =>
        scope.Graph.Node("Softmax", [Scores(scope, x)], NodeAttribute.Of("axis", -1));

    /// <summary>Numbers [B] of scaled clips [B, F].</summary>
    public static string Number(ClassifierScope scope, string x) => scope.Graph.Squeeze(Scores(scope, x), 1);

    private static string Scores(ClassifierScope scope, string x)
    {
        var (trees, baseline) = (new TreeNodes(scope), scope.Values("baseline"));
        var sums = trees.Append(
            x, (tree, _) => (int)(tree % scope.ClassCount), NodeAttribute.Of("nodes_missing_value_tracks_true", trees.ForBranches(1)));
        return scope.Graph.Add(sums, scope.Graph.Tensor("classifier.baseline", baseline, baseline.Length));
    }
}
