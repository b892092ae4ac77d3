using Bakeoff.Classifiers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Classifiers;

/// <summary>A trained classifier, or the regressor of one target, and the graph it is added to.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Options">Kind and hyper-parameters.</param>
/// <param name="FeatureCount">F, the number of features of a clip.</param>
/// <param name="ClassCount">K, the number of classes; 1 for a number.</param>
internal sealed record ClassifierScope(GraphBuilder Graph, ClassifierOptions Options, int FeatureCount, int ClassCount)
{
    /// <summary>The arrays that training gave, by name.</summary>
    public required IReadOnlyDictionary<string, ClassifierArray> Arrays { get; init; }

    /// <summary>Values of an array.</summary>
    public double[] Values(string name) => Arrays[name].Values;

    /// <summary>Adds a matrix [rows, columns] to the graph as [columns, rows].</summary>
    public string Transposed(string name, double[] matrix, int rows, int columns)
    {
        var transposed = new double[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            transposed[(i % columns * rows) + (i / columns)] = matrix[i];
        }

        return Graph.Tensor(name, transposed, columns, rows);
    }

    /// <summary>The Gaussian kernel exp(-gamma d²) of the clips [B, F] and known rows [N, F]: [B, N].</summary>
    public string Gaussian(string x, double[] known, double gamma) =>
        Graph.Node("Exp", [Graph.Multiply(SquaredDistances(x, known), Graph.Scalar(-gamma))]);

    /// <summary>The sum of values [B, N] weighted by N weights, and a constant: [B].</summary>
    public string WeightedSum(string values, double[] weights, double constant) =>
        Graph.Add(Graph.Product(values, Graph.Tensor("classifier.weights", weights, weights.Length)), Graph.Scalar(constant));

    /// <summary>
    /// Squared Euclidean distances of the clips [B, F] from known rows [N, F], as |x|² + |s|² - 2 x s and at least 0: [B, N].
    /// </summary>
    /// <remarks>In float64 the rounding error of the difference lies far below a float32 probability.</remarks>
    public string SquaredDistances(string x, double[] known)
    {
        var rows = known.Length / FeatureCount;
        var lengths = new double[rows];
        for (var i = 0; i < known.Length; i++)
        {
            lengths[i / FeatureCount] += known[i] * known[i];
        }

        var own = Graph.Sum(Graph.Multiply(x, x), axis: 1, keep: true);
        var products = Graph.Product(x, Transposed("classifier.rows", known, rows, FeatureCount));
        var sums = Graph.Add(own, Graph.Tensor("classifier.squares", lengths, rows));
        return Graph.Maximum(Graph.Subtract(sums, Graph.Multiply(products, Graph.Scalar(2.0))), Graph.Scalar(0.0));
    }
}
