using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Attention of a clip's frames to each other, transformer encoders, and positions. Legend: H heads, D features of a head.</summary>
internal static class AttentionExport
{
    /// <summary>Below every score; unlike infinity it leaves finite numbers.</summary>
    private const float Lowest = float.MinValue;

    /// <summary>softmax(Q Kᵀ / sqrt(D)) V over the frames of the clip, head by head, and the output's product.</summary>
    public static Flow SelfAttention(LayerScope layer, Flow input, int heads)
    {
        var graph = layer.Graph;
        var width = input.Features / heads;
        var x = input.Steps.Fill(graph, input.Values, 0);
        var projected = graph.Add(graph.Product(x, layer.Transposed("in_proj_weight")), layer.Tensor("in_proj_bias"));
        var parts = graph.NodeWithOutputs(
            3, "Split", [projected, graph.Integers(input.Features, input.Features, input.Features)], NodeAttribute.Of("axis", 2));
        string HeadsOf(string part, params long[] axes) => graph.Transpose(graph.Reshape(part, 0, 0, heads, width), axes);
        var scores = graph.Product(
            graph.Multiply(HeadsOf(parts[0], 0, 2, 1, 3), graph.Scalar((float)(1 / Math.Sqrt(width)))), HeadsOf(parts[1], 0, 2, 3, 1));
        var inside = graph.Where(graph.Unsqueeze(input.Steps.Live, 1, 2), scores, graph.Scalar(Lowest));
        var attention = graph.Node("Softmax", [inside], NodeAttribute.Of("axis", 3));
        var joined = graph.Reshape(
            graph.Transpose(graph.Product(attention, HeadsOf(parts[2], 0, 2, 1, 3)), 0, 2, 1, 3), 0, 0, input.Features);
        return AffineExport.Dense(layer.Part("out_proj"), input with { Values = joined }, input.Features, ActivationFunction.Linear);
    }

    /// <summary>Encoder layers that normalise before each part, and a last normalisation.</summary>
    public static Flow Transformer(LayerScope scope, Flow input, TransformerOptions options)
    {
        var norm = new LayerNormalizationOptions();
        for (var number = 0; number < options.Layers; number++)
        {
            var layer = scope.Part(FormattableString.Invariant($"layers.{number}"));
            var normed = NormalizationExport.Layer(layer.Part("norm1"), input, norm);
            input = Add(scope.Graph, input, SelfAttention(layer.Part("self_attn"), normed, options.Heads));
            normed = NormalizationExport.Layer(layer.Part("norm2"), input, norm);
            var inner = AffineExport.Dense(layer.Part("linear1"), normed, options.Units, options.Activation);
            input = Add(
                scope.Graph, input, AffineExport.Dense(layer.Part("linear2"), inner, input.Features, ActivationFunction.Linear));
        }

        return NormalizationExport.Layer(scope.Part("norm"), input, norm);
    }

    /// <summary>Adds sin(t f + p) to each feature, in float64: the phase p makes sines into cosines.</summary>
    public static Flow Positions(LayerScope layer, Flow input)
    {
        var graph = layer.Graph;
        double[] frequencies = [.. PositionsOptions.Frequencies(input.Features)];
        double[] phases = [.. frequencies.Select(static (_, feature) => feature % 2 == 0 ? 0 : Math.PI / 2)];
        var steps = graph.Cast(graph.Unsqueeze(graph.Range(graph.AxisLength(input.Values, 1)), 1), ElementType.Double);
        var angles = graph.Add(
            graph.Multiply(steps, graph.Tensor($"{layer.Name}.frequencies", frequencies, frequencies.Length)),
            graph.Tensor($"{layer.Name}.phases", phases, phases.Length));
        return input with
        {
            Values = graph.Add(input.Values, graph.Cast(graph.Node("Sin", [angles]), ElementType.Float)),
        };
    }

    private static Flow Add(GraphBuilder graph, Flow input, Flow added) =>
        input with { Values = graph.Add(input.Values, added.Values) };
}
