using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Element-wise non-linearities.</summary>
internal static class ActivationExport
{
    public static string Apply(GraphBuilder graph, ActivationFunction function, string x) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => graph.Node("Relu", [x]),
        ActivationFunction.Tanh => graph.Node("Tanh", [x]),
        ActivationFunction.Sigmoid => graph.Node("Sigmoid", [x]),
        ActivationFunction.Elu => graph.Node("Elu", [x], NodeAttribute.Of("alpha", 1f)),
        ActivationFunction.LeakyRelu => graph.Node("LeakyRelu", [x], NodeAttribute.Of("alpha", 0.01f)),
        ActivationFunction.Silu => graph.Multiply(x, graph.Node("Sigmoid", [x])),
        ActivationFunction.Gelu => Gelu(graph, x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown activation."),
    };

    // Opset 17 has no Gelu of its own; this is its tanh form.
    private static string Gelu(GraphBuilder graph, string x)
    {
        var cube = graph.Multiply(graph.Multiply(graph.Multiply(graph.Scalar(0.044715f), x), x), x);
        var tanh = graph.Node("Tanh", [graph.Multiply(graph.Scalar(0.7978845608f), graph.Add(x, cube))]);
        return graph.Multiply(graph.Multiply(graph.Scalar(0.5f), x), graph.Add(graph.Scalar(1), tanh));
    }
}
