using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Shares of the classes among the nearest training clips; of clips at equal distance the earlier is nearer.</summary>
internal static class NeighbourExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x)
    {
        var (graph, classes, count) = (scope.Graph, scope.ClassCount, ((NearestNeighboursOptions)scope.Options).K);
        var labels = scope.Values("labels");
        var distances = scope.SquaredDistances(x, scope.Values("training"));
        var nearest = graph.NodeWithOutputs(
            2, "TopK", [distances, graph.Integers(count)], NodeAttribute.Of("axis", 1), NodeAttribute.Of("largest", 0));
        var votes = new double[labels.Length * classes];
        for (var clip = 0; clip < labels.Length; clip++)
        {
            votes[(clip * classes) + (int)labels[clip]] = 1;
        }

        var table = graph.Tensor("classifier.votes", votes, labels.Length, classes);
        var gathered = graph.Node("Gather", [table, nearest[1]], NodeAttribute.Of("axis", 0));
        return graph.Divide(graph.Sum(gathered, axis: 1, keep: false), graph.Scalar((double)count));
    }
}
