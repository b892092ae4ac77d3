using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Pooling over windows of frames and over whole clips; frames outside a clip are ignored.</summary>
internal static class PoolingExport
{
    /// <summary>Below every value that a layer gives; unlike infinity it leaves finite numbers if a window holds no frame.</summary>
    private const float Lowest = float.MinValue;

    /// <summary>Under the root of attention pooling, as in the managed engine.</summary>
    private const float LeastVariance = 1e-12f;

    public static Flow Maximum(LayerScope layer, Flow input, int poolSize, int stride)
    {
        var graph = layer.Graph;
        var y = graph.Node(
            "MaxPool",
            [graph.Transpose(input.Steps.Fill(graph, input.Values, Lowest), 0, 2, 1)],
            NodeAttribute.Of("kernel_shape", [poolSize]),
            NodeAttribute.Of("strides", [stride]),
            NodeAttribute.Of("pads", [0, poolSize - 1]));
        return Pooled(graph, input, graph.Transpose(y, 0, 2, 1), poolSize, stride);
    }

    /// <summary>
    /// Mean of the values divided by the mean of the frame mask: a window that reaches past the clip averages the frames it holds.
    /// </summary>
    public static Flow Average(LayerScope layer, Flow input, int poolSize, int stride)
    {
        var graph = layer.Graph;
        var sums = Mean(graph, graph.Transpose(input.Steps.Fill(graph, input.Values, 0), 0, 2, 1), poolSize, stride);
        var counts = Mean(graph, graph.Unsqueeze(graph.Cast(input.Steps.Live, ElementType.Float), 1), poolSize, stride);
        var y = graph.Divide(sums, graph.Maximum(counts, graph.Scalar(1f / (2 * poolSize))));
        return Pooled(graph, input, graph.Transpose(y, 0, 2, 1), poolSize, stride);
    }

    public static Flow GlobalAverage(LayerScope layer, Flow input)
    {
        var graph = layer.Graph;
        var sum = graph.Sum(input.Steps.Fill(graph, input.Values, 0), axis: 1, keep: false);
        var count = graph.Unsqueeze(graph.Cast(input.Steps.Lengths, ElementType.Float), 1);
        return input with { Values = graph.Divide(sum, count), Frames = null };
    }

    /// <summary>Σ a_t x_t with a = softmax of v · tanh(W x + b) over the frames of the clip, and the deviation from it if wanted.</summary>
    public static Flow Attention(LayerScope layer, Flow input, AttentionPoolingOptions options)
    {
        var graph = layer.Graph;
        var x = input.Steps.Fill(graph, input.Values, 0);
        var u = graph.Node("Tanh", [graph.Add(graph.Product(x, layer.Transposed("weight")), layer.Tensor("bias"))]);
        var scores = graph.Product(u, layer.Tensor("query_column", layer.Weights("query"), options.Units, 1));
        var attention = graph.Node("Softmax", [input.Steps.Fill(graph, scores, Lowest)], NodeAttribute.Of("axis", 1));
        var weights = graph.Transpose(attention, 0, 2, 1);
        var mean = graph.Product(weights, x);
        if (options.Summary != PoolingSummary.MeanStd)
        {
            return input with { Values = graph.Squeeze(mean, 1), Frames = null };
        }

        var distance = graph.Subtract(x, mean);
        var variance = graph.Product(weights, graph.Multiply(distance, distance));
        var deviation = graph.Node("Sqrt", [graph.Maximum(variance, graph.Scalar(LeastVariance))]);
        var both = graph.Node("Concat", [mean, deviation], NodeAttribute.Of("axis", 2));
        return input with { Values = graph.Squeeze(both, 1), Frames = null, Features = 2 * input.Features };
    }

    private static string Mean(GraphBuilder graph, string values, int poolSize, int stride) => graph.Node(
        "AveragePool",
        [graph.Pad(values, 3, 2, 0, poolSize - 1)],
        NodeAttribute.Of("kernel_shape", [poolSize]),
        NodeAttribute.Of("strides", [stride]));

    /// <summary>Frames after pooling: one for each window that starts inside the clip, as PyTorch's ceil mode.</summary>
    private static Flow Pooled(GraphBuilder graph, Flow input, string values, int poolSize, int stride)
    {
        var count = input.Steps.Lengths;
        var rest = graph.Maximum(graph.Add(count, graph.Integer(stride - 1 - poolSize)), graph.Integer(0));
        var further = graph.Divide(rest, graph.Integer(stride));
        var isInside = graph.Node("Less", [graph.Multiply(further, graph.Integer(stride)), count]);
        var lengths = graph.Add(further, graph.Cast(isInside, ElementType.Int64));
        var frames = Frames.Of(graph, values, lengths);
        return input with { Values = frames.Fill(graph, values, 0), Frames = frames };
    }
}
