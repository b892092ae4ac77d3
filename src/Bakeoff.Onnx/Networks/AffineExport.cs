using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Dense layers, on frames or on clips.</summary>
internal static class AffineExport
{
    public static Flow Dense(LayerScope layer, Flow input, int units, ActivationFunction activation)
    {
        var graph = layer.Graph;
        var y = graph.Add(graph.Product(input.Values, layer.Transposed("weight")), layer.Tensor("bias"));
        return input with { Values = ActivationExport.Apply(graph, activation, y), Features = units };
    }
}
