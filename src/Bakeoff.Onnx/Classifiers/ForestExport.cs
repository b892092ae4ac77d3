using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>A random forest: the shares of all classes, averaged over the trees.</summary>
internal static class ForestExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x) =>
        new TreeNodes(scope).Append(x, static (_, value) => value, NodeAttribute.Of("aggregate_function", "AVERAGE"));
}
