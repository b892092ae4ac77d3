using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>Squared Euclidean distances of clips from known rows.</summary>
internal static class Distances
{
    /// <summary>|x|² + |s|² - 2 x s, at least 0: [B, F] and [rows, F] to [B, rows]. In float64 what cancels lies far below a float32 probability.</summary>
    public static string Squared(GraphBuilder graph, string x, double[] known, int rows, int features)
    {
        var (turned, lengths) = (Turn(known, rows, features), new double[rows]);
        for (var i = 0; i < known.Length; i++)
        {
            lengths[i / features] += known[i] * known[i];
        }

        var own = graph.Sum(graph.Multiply(x, x), axis: 1, keep: true);
        var products = graph.Product(x, graph.Tensor("classifier.rows", turned, features, rows));
        var sums = graph.Add(own, graph.Tensor("classifier.squares", lengths, rows));
        return graph.Maximum(graph.Subtract(sums, graph.Multiply(products, graph.Scalar(2.0))), graph.Scalar(0.0));
    }

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    public static double[] Turn(double[] matrix, int rows, int columns)
    {
        var turned = new double[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            turned[(i % columns * rows) + (i / columns)] = matrix[i];
        }

        return turned;
    }
}
