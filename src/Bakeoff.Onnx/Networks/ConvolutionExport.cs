using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Convolution over frames; values before and after a clip count as zero, wherever the clip ends in its padded row.</summary>
internal static class ConvolutionExport
{
    public static Flow Apply(LayerScope layer, Flow input, Conv1dOptions options)
    {
        var graph = layer.Graph;
        var lengths = OutputLengths(graph, input.Steps.Lengths, options);
        var isValid = graph.And(input.IsValid, graph.Node("Greater", [lengths, graph.Integer(0)]));
        lengths = graph.Maximum(lengths, graph.Integer(1));

        var half = (options.Reach - 1) / 2;

        // With a stride, the zeros before a clip depend on its own length, so clips are shifted one by one.
        var (values, before, after) = options switch
        {
            { Padding: ConvolutionPadding.Valid } => (input.Steps.Fill(graph, input.Values, 0), 0, options.Reach - 1),
            { Stride: 1 } => (input.Steps.Fill(graph, input.Values, 0), half, options.Reach - 1 - half),
            _ => (Shift(graph, input, lengths, options), 0, 0),
        };
        var y = graph.Node(
            "Conv",
            [graph.Transpose(values, 0, 2, 1), layer.Tensor("weight"), layer.Tensor("bias")],
            NodeAttribute.Of("kernel_shape", [options.KernelSize]),
            NodeAttribute.Of("strides", [options.Stride]),
            NodeAttribute.Of("dilations", [options.Dilation]),
            NodeAttribute.Of("pads", [before, after]));
        y = graph.Transpose(ActivationExport.Apply(graph, options.Activation, y), 0, 2, 1);
        return new Flow(y, options.Filters, Frames.Of(graph, y, lengths), isValid);
    }

    /// <summary>
    /// Frames after convolution: ceil(frames / stride), or 1 + (frames - reach) / stride without padding, 0 if no window fits.
    /// </summary>
    private static string OutputLengths(GraphBuilder graph, string lengths, Conv1dOptions options)
    {
        var stride = graph.Integer(options.Stride);
        return options.Padding == ConvolutionPadding.Same
            ? graph.Divide(graph.Add(lengths, graph.Integer(options.Stride - 1)), stride)
            : graph.Divide(graph.Maximum(graph.Add(lengths, graph.Integer(options.Stride - options.Reach)), graph.Integer(0)), stride);
    }

    /// <summary>
    /// Moves each clip behind its own leading zeros; the result has as many steps as the windows of the longest possible clip cover.
    /// </summary>
    private static string Shift(GraphBuilder graph, Flow input, string outputLengths, Conv1dOptions options)
    {
        var (stride, reach) = (graph.Integer(options.Stride), graph.Integer(options.Reach));
        var steps = graph.AxisLength(input.Values, 1);
        var covered = graph.Add(graph.Multiply(graph.Subtract(outputLengths, graph.Integer(1)), stride), reach);
        var zeros = graph.Divide(graph.Maximum(graph.Subtract(covered, input.Steps.Lengths), graph.Integer(0)), graph.Integer(2));
        var windows = graph.Divide(graph.Add(steps, graph.Integer(options.Stride - 1)), stride);
        var width = graph.Add(graph.Multiply(graph.Subtract(windows, graph.Integer(1)), stride), reach);
        var frame = graph.Subtract(graph.Unsqueeze(graph.Range(width), 0), graph.Unsqueeze(zeros, 1));
        var isInside = graph.And(
            graph.Node("GreaterOrEqual", [frame, graph.Integer(0)]),
            graph.Node("Less", [frame, graph.Unsqueeze(input.Steps.Lengths, 1)]));
        var nearest = graph.Minimum(graph.Maximum(frame, graph.Integer(0)), graph.Subtract(steps, graph.Integer(1)));
        return graph.Where(graph.Unsqueeze(isInside, 2), Frames.Take(graph, input.Values, nearest), graph.Scalar(0));
    }
}
