using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Logistic regression and linear discriminant analysis: softmax of linear scores. Ridge regression: a linear score.</summary>
internal static class LinearExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F].</summary>
    public static string Probabilities(ClassifierScope scope, string x)
    {
        var (graph, features, classes) = (scope.Graph, scope.FeatureCount, scope.ClassCount);

        // Shape [K, F + 1], the intercept last.
        var coefficients = scope.Values("coefficients");
        var (weights, intercepts) = (new double[features * classes], new double[classes]);
        for (var k = 0; k < classes; k++)
        {
            for (var feature = 0; feature < features; feature++)
            {
                weights[(feature * classes) + k] = coefficients[(k * (features + 1)) + feature];
            }

            intercepts[k] = coefficients[(k * (features + 1)) + features];
        }

        var products = graph.Product(x, graph.Tensor("classifier.weights", weights, features, classes));
        var scores = graph.Add(products, graph.Tensor("classifier.intercepts", intercepts, classes));
        return graph.Node("Softmax", [scores], NodeAttribute.Of("axis", -1));
    }

    /// <summary>Numbers [B] of scaled clips [B, F].</summary>
    public static string Number(ClassifierScope scope, string x)
    {
        var coefficients = scope.Values("coefficients");
        return scope.WeightedSum(x, coefficients[..^1], coefficients[^1]);
    }
}
