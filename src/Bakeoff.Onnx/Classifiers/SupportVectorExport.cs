using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>
/// Support vector machines, one for each pair of classes (first below second, in rising order): softmax of votes and bounded margins.
/// </summary>
/// <remarks>Written as matrix products, because ONNX's own operator of that name ranks classes by another formula.</remarks>
internal static class SupportVectorExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F] with the linear kernel.</summary>
    public static string Linear(ClassifierScope scope, string x)
    {
        var vectors = scope.Values("support_vectors");
        return Probabilities(scope, scope.Graph.Product(
            x, scope.Transposed("classifier.rows", vectors, vectors.Length / scope.FeatureCount, scope.FeatureCount)));
    }

    /// <summary>Probabilities [B, K] of scaled clips [B, F] with the Gaussian kernel exp(-gamma d²).</summary>
    public static string Gaussian(ClassifierScope scope, string x)
    {
        var graph = scope.Graph;
        var distances = scope.SquaredDistances(x, scope.Values("support_vectors"));
        return Probabilities(scope, graph.Node("Exp", [graph.Multiply(distances, graph.Scalar(-scope.Values("gamma")[0]))]));
    }

    private static string Probabilities(ClassifierScope scope, string kernel)
    {
        var (graph, classes) = (scope.Graph, scope.ClassCount);
        var (weights, offsets) = (scope.Values("weights"), scope.Values("offsets"));
        var pairs = offsets.Length;
        var products = graph.Product(kernel, scope.Transposed("classifier.weights", weights, pairs, weights.Length / pairs));
        var decisions = graph.Subtract(products, graph.Tensor("classifier.offsets", offsets, pairs));

        // Sides: +1 for the first class of a pair, -1 for the second. Votes start as if every second class had won its pairs;
        // a win of the first class then moves one vote.
        var (sides, seconds) = (new double[pairs * classes], new double[classes]);
        var pair = 0;
        for (var first = 0; first < classes; first++)
        {
            for (var second = first + 1; second < classes; second++, pair++)
            {
                sides[(pair * classes) + first] = 1;
                sides[(pair * classes) + second] = -1;
                seconds[second]++;
            }
        }

        var table = graph.Tensor("classifier.sides", sides, pairs, classes);
        var wins = graph.Cast(graph.Node("Greater", [decisions, graph.Scalar(0.0)]), ElementType.Double);
        var votes = graph.Add(graph.Product(wins, table), graph.Tensor("classifier.seconds", seconds, classes));
        var margins = graph.Product(decisions, table);
        var scale = graph.Multiply(graph.Add(graph.Node("Abs", [margins]), graph.Scalar(1.0)), graph.Scalar(3.0));
        return graph.Node("Softmax", [graph.Add(votes, graph.Divide(margins, scale))], NodeAttribute.Of("axis", -1));
    }
}
