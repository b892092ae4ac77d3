using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Shares of the classes among the nearest training clips, or the mean of their numbers; of
/// clips at equal distance the earlier is nearer.</summary>
internal static class NeighbourExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x)
    {
        var (classes, labels) = (scope.ClassCount, scope.Values("labels"));
        var votes = new double[labels.Length * classes];
        for (var clip = 0; clip < labels.Length; clip++)
        {
            votes[(clip * classes) + (int)labels[clip]] = 1;
        }

        return MeanOfNearest(scope, x, () => scope.Graph.Tensor("classifier.votes", votes, labels.Length, classes));
    }

    /// <summary>Numbers [B] of scaled clips [B, F].</summary>
    public static string Number(ClassifierScope scope, string x)
    {
        var values = scope.Values("values");
        return MeanOfNearest(scope, x, () => scope.Graph.Tensor("classifier.values", values, values.Length));
    }

    // Rows of a table, one for each training clip, averaged over the nearest.
    private static string MeanOfNearest(ClassifierScope scope, string x, Func<string> addTable)
    {
        var (graph, count) = (scope.Graph, ((NearestNeighboursOptions)scope.Options).K);
        var distances = scope.SquaredDistances(x, scope.Values("training"));
        var nearest = graph.NodeWithOutputs(
            2, "TopK", [distances, graph.Integers(count)], NodeAttribute.Of("axis", 1), NodeAttribute.Of("largest", 0));
        var gathered = graph.Node("Gather", [addTable(), nearest[1]], NodeAttribute.Of("axis", 0));
        return graph.Divide(graph.Sum(gathered, axis: 1, keep: false), graph.Scalar((double)count));
    }
}
