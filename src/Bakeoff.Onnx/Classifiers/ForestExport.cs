using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>A random forest: the shares of all classes, or a number, averaged over the trees.</summary>
internal static class ForestExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x) =>
        new TreeNodes(scope).Append(x, static (_, value) => value, NodeAttribute.Of("aggregate_function", "AVERAGE"));

    /// <summary>Numbers [B] of scaled clips [B, F].</summary>
    public static string Number(ClassifierScope scope, string x) => scope.Graph.Squeeze(Probabilities(scope, x), 1);
}
