using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>
/// Support vector machines, one for each pair of classes (first below second, in rising order): softmax of votes and bounded margins.
/// Support vector and kernel ridge regression: a weighted sum of the kernel.
/// </summary>
/// <remarks>Written as matrix products, because ONNX's own operator of that name ranks classes by another formula.</remarks>
internal static class SupportVectorExport
{
    /// <summary>Probabilities [B, K] of scaled clips [B, F] with the linear kernel.</summary>
    public static string Linear(ClassifierScope scope, string x) => Probabilities(scope, Dots(scope, x, scope.Values("support_vectors")));

    /// <summary>Probabilities [B, K] of scaled clips [B, F] with the Gaussian kernel exp(-gamma d²).</summary>
    public static string Gaussian(ClassifierScope scope, string x) =>
        Probabilities(scope, scope.Gaussian(x, scope.Values("support_vectors"), scope.Values("gamma")[0]));

    /// <summary>Numbers [B] of scaled clips [B, F] by support vector regression, with the kernel that it was trained with.</summary>
    public static string Regression(ClassifierScope scope, string x)
    {
        var (vectors, weights, offset) = (scope.Values("support_vectors"), scope.Values("weights"), scope.Values("offset")[0]);
        if (weights.Length == 0)
        {
            // All training clips lay within epsilon; runtimes do not agree on products over nothing.
            (vectors, weights) = (new double[scope.FeatureCount], new double[1]);
        }

        var kernel = scope.Arrays.TryGetValue("gamma", out var gamma)
            ? scope.Gaussian(x, vectors, gamma.Values[0])
            : Dots(scope, x, vectors);
        return scope.WeightedSum(kernel, weights, -offset);
    }

    /// <summary>Numbers [B] of scaled clips [B, F] by kernel ridge regression.</summary>
    public static string KernelRidge(ClassifierScope scope, string x)
    {
        var (gamma, mean) = (scope.Values("gamma_and_mean")[0], scope.Values("gamma_and_mean")[1]);
        return scope.WeightedSum(scope.Gaussian(x, scope.Values("training"), gamma), scope.Values("weights"), mean);
    }

    private static string Dots(ClassifierScope scope, string x, double[] vectors) => scope.Graph.Product(
        x, scope.Transposed("classifier.rows", vectors, vectors.Length / scope.FeatureCount, scope.FeatureCount));

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
