using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Batch and layer normalisation. Both work on the last axis of frames and clips alike.</summary>
internal static class NormalizationExport
{
    /// <summary>
    /// Batch normalisation by its running statistics, as elementary operations: ONNX's operator expects features on the second axis.
    /// </summary>
    public static Flow Batch(LayerScope layer, Flow input, BatchNormalizationOptions options)
    {
        var graph = layer.Graph;
        var scale = new float[input.Features];
        for (var feature = 0; feature < scale.Length; feature++)
        {
            scale[feature] = (float)(1 / Math.Sqrt(layer.Weights("running_var")[feature] + (double)(float)options.Epsilon));
        }

        var centred = graph.Subtract(input.Values, layer.Tensor("running_mean"));
        var normalized = graph.Multiply(centred, layer.Tensor("scale", scale, scale.Length));
        return input with { Values = graph.Add(graph.Multiply(normalized, layer.Tensor("weight")), layer.Tensor("bias")) };
    }

    public static Flow Layer(LayerScope layer, Flow input, LayerNormalizationOptions options) => input with
    {
        Values = layer.Graph.Node(
            "LayerNormalization",
            [input.Values, layer.Tensor("weight"), layer.Tensor("bias")],
            NodeAttribute.Of("axis", -1),
            NodeAttribute.Of("epsilon", (float)options.Epsilon)),
    };
}
