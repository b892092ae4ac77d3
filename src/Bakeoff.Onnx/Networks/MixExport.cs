using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>The weighted mean of states that lie side by side: a product with the softmax of their weights.</summary>
internal static class MixExport
{
    public static Flow Apply(LayerScope layer, Flow input, LayerMixOptions options)
    {
        var width = input.Features / options.States;
        var shares = layer.Graph.Node("Softmax", [layer.Tensor("weight")], NodeAttribute.Of("axis", 0));
        var column = layer.Graph.Unsqueeze(shares, 1);

        // [..., states * width] -> [..., states, width]: 0 keeps an axis.
        var states = input.Frames is null
            ? layer.Graph.Reshape(input.Values, 0, options.States, width)
            : layer.Graph.Reshape(input.Values, 0, 0, options.States, width);
        return input with { Values = layer.Graph.Sum(layer.Graph.Multiply(states, column), axis: -2, keep: false), Features = width };
    }
}
