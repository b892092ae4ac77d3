using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Pooling over windows of frames and over whole clips; only live frames take part.</summary>
internal static class PoolingExport
{
    /// <summary>Loses against every value that a layer gives, and unlike infinity leaves finite numbers where a window holds no frame.</summary>
    private const float Lowest = float.MinValue;

    public static Flow Maximum(LayerScope layer, Flow input, int poolSize, int stride)
    {
        var graph = layer.Graph;
        var y = graph.Node(
            "MaxPool", [graph.Transpose(input.Steps.Fill(graph, input.Values, Lowest), 0, 2, 1)],
            NodeAttribute.Of("kernel_shape", [poolSize]), NodeAttribute.Of("strides", [stride]), NodeAttribute.Of("pads", [0, poolSize - 1]));
        return Pooled(graph, input, graph.Transpose(y, 0, 2, 1), poolSize, stride);
    }

    /// <summary>Mean of the frames over mean of the marks of live frames: windows that reach past the clip divide by what they hold.</summary>
    public static Flow Average(LayerScope layer, Flow input, int poolSize, int stride)
    {
        var graph = layer.Graph;
        var sums = Mean(graph, graph.Transpose(input.Steps.Fill(graph, input.Values, 0), 0, 2, 1), poolSize, stride);
        var counts = Mean(graph, graph.Unsqueeze(graph.Cast(input.Steps.Live, ElementType.Single), 1), poolSize, stride);
        var y = graph.Divide(sums, graph.Maximum(counts, graph.Scalar(1f / (2 * poolSize))));
        return Pooled(graph, input, graph.Transpose(y, 0, 2, 1), poolSize, stride);
    }

    public static Flow GlobalAverage(LayerScope layer, Flow input)
    {
        var graph = layer.Graph;
        var sum = graph.Sum(input.Steps.Fill(graph, input.Values, 0), axis: 1, keep: false);
        var count = graph.Unsqueeze(graph.Cast(input.Steps.Lengths, ElementType.Single), 1);
        return input with { Values = graph.Divide(sum, count), Frames = null };
    }

    /// <summary>Σ a_t x_t with a = softmax over live frames of v · tanh(W x + b).</summary>
    public static Flow Attention(LayerScope layer, Flow input, int units)
    {
        var graph = layer.Graph;
        var x = input.Steps.Fill(graph, input.Values, 0);
        var u = graph.Node("Tanh", [graph.Add(graph.Product(x, layer.Transposed("weight")), layer.Tensor("bias"))]);
        var scores = graph.Product(u, layer.Tensor("query_column", layer.Weights("query"), units, 1));
        var attention = graph.Node("Softmax", [input.Steps.Fill(graph, scores, Lowest)], NodeAttribute.Of("axis", 1));
        return input with { Values = graph.Squeeze(graph.Product(graph.Transpose(attention, 0, 2, 1), x), 1), Frames = null };
    }

    private static string Mean(GraphBuilder graph, string values, int poolSize, int stride) => graph.Node(
        "AveragePool", [graph.Pad(values, 3, 2, 0, poolSize - 1)], NodeAttribute.Of("kernel_shape", [poolSize]), NodeAttribute.Of("strides", [stride]));

    /// <summary>Frames after pooling: windows that start inside the clip, PyTorch's ceil mode.</summary>
    private static Flow Pooled(GraphBuilder graph, Flow input, string values, int poolSize, int stride)
    {
        var count = input.Steps.Lengths;
        var further = graph.Divide(graph.Maximum(graph.Add(count, graph.Integer(stride - 1 - poolSize)), graph.Integer(0)), graph.Integer(stride));
        var isInside = graph.Node("Less", [graph.Multiply(further, graph.Integer(stride)), count]);
        var lengths = graph.Add(further, graph.Cast(isInside, ElementType.Int64));
        var frames = Frames.Of(graph, values, lengths);
        return input with { Values = frames.Fill(graph, values, 0), Frames = frames };
    }
}
