using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>Masking, which drops frames, and reshape, which reads their values in another shape.</summary>
internal static class FrameSelection
{
    /// <summary>
    /// Drops frames in which every feature equals the mask value; the other frames keep their order and the clip becomes shorter.
    /// </summary>
    public static Flow Masking(LayerScope layer, Flow input, MaskingOptions options)
    {
        var graph = layer.Graph;
        var isOther = graph.Node("Not", [graph.Node("Equal", [input.Values, graph.Scalar(options.MaskValue)])]);
        var hasOther = graph.Node(
            "ReduceMax", [graph.Cast(isOther, ElementType.Float)], NodeAttribute.Of("axes", [2]), NodeAttribute.Of("keepdims", 0));
        var isKept = graph.And(input.Steps.Live, graph.Node("Greater", [hasOther, graph.Scalar(0)]));

        // Dropped frames get a position after all others; sorting by position brings the kept ones to the front.
        var steps = graph.AxisLength(input.Values, 1);
        var position = graph.Add(graph.Where(isKept, graph.Integer(0), steps), graph.Unsqueeze(graph.Range(steps), 0));
        var sorted = graph.NodeWithOutputs(
            2, "TopK", [position, graph.Unsqueeze(steps, 0)], NodeAttribute.Of("axis", 1), NodeAttribute.Of("largest", 0));
        var values = Frames.Take(graph, input.Values, sorted[1]);
        var kept = graph.Sum(graph.Cast(isKept, ElementType.Int64), axis: 1, keep: false);
        var isValid = graph.And(input.IsValid, graph.Node("Greater", [kept, graph.Integer(0)]));
        return new Flow(values, input.Features, Frames.Of(graph, values, graph.Maximum(kept, graph.Integer(1))), isValid);
    }

    /// <summary>Reads the values of each clip in another shape. A clip is valid only if it has as many frames as the shape needs.</summary>
    public static Flow Reshape(LayerScope layer, Flow input, ReshapeOptions options)
    {
        var graph = layer.Graph;
        var (values, isValid) = (input.Values, input.IsValid);
        if (input.Frames is { } frames)
        {
            var needed = options.Shape.Aggregate(1L, (product, axis) => product * axis) / input.Features;
            isValid = graph.And(isValid, graph.Node("Equal", [frames.Lengths, graph.Integer(needed)]));

            // Long enough for the slice below, whatever the batch holds.
            values = graph.Pad(values, 3, 1, 0, needed);
            values = graph.Node("Slice", [values, graph.Integers(0), graph.Integers(needed), graph.Integers(1)]);
        }

        if (options.Shape.Count == 1)
        {
            return new Flow(graph.Reshape(values, -1, options.Shape[0]), options.Shape[0], Frames: null, isValid);
        }

        var sequence = graph.Reshape(values, -1, options.Shape[0], options.Shape[1]);
        var clips = graph.Unsqueeze(graph.AxisLength(values, 0), 0);
        var lengths = graph.Node("Expand", [graph.Integer(options.Shape[0]), clips]);
        return new Flow(sequence, options.Shape[1], Frames.Of(graph, sequence, lengths), isValid);
    }
}
