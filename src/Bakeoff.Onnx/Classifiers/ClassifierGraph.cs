using System.Globalization;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Writes a classifier in float64: near a border the last bits decide between votes, and a vote is no rounding error.</summary>
internal static class ClassifierGraph
{
    /// <summary>Adds scaling, classifier and output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="features">float32 [B, F].</param>
    /// <param name="isValid">bool [B]: clips whose probabilities are not NaN; null for all.</param>
    public static void Append(GraphBuilder graph, ClassifierContent classifier, string features, string? isValid)
    {
        graph.Scope = "scaler";
        var x = graph.Cast(features, ElementType.Double);
        if (classifier is { Mean: { } mean, Scale: { } scale })
        {
            var width = classifier.FeatureCount;
            x = graph.Divide(graph.Subtract(x, graph.Tensor("scaler.mean", (double[])[.. mean], width)), graph.Tensor("scaler.scale", (double[])[.. scale], width));
        }

        graph.Scope = "classifier";
        var probabilities = Probabilities(graph, classifier, x);
        if (isValid is null)
        {
            NetworkGraph.Declare(graph, classifier.ClassNames.Count);
            graph.NodeNamed(NetworkGraph.Probabilities, "Cast", [probabilities], NodeAttribute.Of("to", (long)ElementType.Single));
        }
        else
        {
            NetworkGraph.Finish(graph, graph.Cast(probabilities, ElementType.Single), isValid, classifier.ClassNames.Count);
        }
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Probabilities(GraphBuilder graph, ClassifierContent classifier, string x) => classifier.Head switch
    {
        LinearHead linear => Linear(graph, linear, classifier, x),
        SupportVectorHead machines => SupportVectorExport.Probabilities(graph, machines, classifier, x),
        NeighbourHead neighbours => Neighbours(graph, neighbours, classifier, x),
        ForestHead forest => ForestExport.Probabilities(graph, forest, classifier, x),
        _ => throw new OnnxExportException($"classifiers of kind {classifier.Head.GetType().Name} have no ONNX form here."),
    };

    private static string Linear(GraphBuilder graph, LinearHead head, ClassifierContent classifier, string x)
    {
        var (features, classes) = (classifier.FeatureCount, classifier.ClassNames.Count);
        var (weights, intercepts) = (new double[features * classes], new double[classes]);
        for (var k = 0; k < classes; k++)
        {
            for (var feature = 0; feature < features; feature++)
            {
                weights[(feature * classes) + k] = head.Coefficients[(k * (features + 1)) + feature];
            }

            intercepts[k] = head.Coefficients[(k * (features + 1)) + features];
        }

        var scores = graph.Add(graph.Product(x, graph.Tensor("classifier.weights", weights, features, classes)), graph.Tensor("classifier.intercepts", intercepts, classes));
        return graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1));
    }

    private static string Neighbours(GraphBuilder graph, NeighbourHead head, ClassifierContent classifier, string x)
    {
        var (clips, classes) = (head.Labels.Length, classifier.ClassNames.Count);
        var distances = Distances.Squared(graph, x, head.Training, clips, classifier.FeatureCount);
        var nearest = graph.NodeWithOutputs(2, "TopK", [distances, graph.Integers(head.Count)], NodeAttribute.Of("axis", 1), NodeAttribute.Of("largest", 0));
        var votes = new double[clips * classes];
        for (var clip = 0; clip < clips; clip++)
        {
            votes[(clip * classes) + head.Labels[clip]] = 1;
        }

        var gathered = graph.Node("Gather", [graph.Tensor("classifier.votes", votes, clips, classes), nearest[1]], NodeAttribute.Of("axis", 0));
        return graph.Divide(graph.Sum(gathered, axis: 1, keep: false), graph.Scalar((double)head.Count));
    }
}
