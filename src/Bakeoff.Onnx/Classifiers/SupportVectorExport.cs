using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Support vector machines as matrix products: the operator of that name ranks classes by another formula.</summary>
internal static class SupportVectorExport
{
    public static string Probabilities(GraphBuilder graph, SupportVectorHead head, ClassifierContent classifier, string x)
    {
        var (features, classes) = (classifier.FeatureCount, classifier.ClassNames.Count);
        var (pairs, vectors) = (head.Offsets.Length, head.SupportVectors.Length / features);
        var weights = graph.Tensor("classifier.weights", Distances.Turn(head.Weights, pairs, vectors), vectors, pairs);
        var decisions = graph.Subtract(graph.Product(Kernel(graph, head, x, vectors, features), weights), graph.Tensor("classifier.offsets", head.Offsets, pairs));

        // Sides: +1 for the first class of a pair, -1 for the second. A vote for the first is one less for the second, of which everyone begins with all.
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
        var squeezed = graph.Divide(margins, graph.Multiply(graph.Add(graph.Node("Abs", [margins]), graph.Scalar(1.0)), graph.Scalar(3.0)));
        return graph.Node("Softmax", [graph.Add(votes, squeezed)], NodeAttribute.Of("axis", -1));
    }

    private static string Kernel(GraphBuilder graph, SupportVectorHead head, string x, int vectors, int features) => head.Gamma is { } gamma
        ? graph.Node("Exp", [graph.Multiply(Distances.Squared(graph, x, head.SupportVectors, vectors, features), graph.Scalar(-gamma))])
        : graph.Product(x, graph.Tensor("classifier.rows", Distances.Turn(head.SupportVectors, vectors, features), features, vectors));
}
