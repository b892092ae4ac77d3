using Bakeoff.Audio.Features;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>
/// Time derivatives by Savitzky-Golay fits over nine frames; the four frames at each end of a clip repeat its first or last full fit.
/// </summary>
internal static class TimeDerivatives
{
    private const int Half = Delta.Width / 2;

    /// <summary>Values [B, T, F] followed by the columns of their derivatives, [B, T, F (order + 1)].</summary>
    public static string Append(GraphBuilder graph, FeatureOptions options, Frames frames, string values)
    {
        if (options.DeltaOrder == 0)
        {
            return values;
        }

        var features = new FeatureExtractor(options with { DeltaOrder = 0, Summary = FeatureSummary.None }).FeatureCount;
        var last = graph.Unsqueeze(graph.Maximum(graph.Subtract(frames.Lengths, graph.Integer(Half + 1)), graph.Integer(Half)), 1);
        var step = graph.Unsqueeze(graph.Range(graph.AxisLength(values, 1)), 0);
        var lastStep = graph.Subtract(graph.AxisLength(values, 1), graph.Integer(1));
        var nearest = graph.Minimum(graph.Minimum(graph.Maximum(step, graph.Integer(Half)), last), lastStep);
        var transposed = graph.Transpose(frames.Fill(graph, values, 0), 0, 2, 1);
        var columns = Enumerable.Range(1, options.DeltaOrder)
            .Select(order => Frames.Take(graph, graph.Transpose(Fit(graph, transposed, features, order), 0, 2, 1), nearest));
        return graph.Node("Concat", [values, .. columns], NodeAttribute.Of("axis", 2));
    }

    private static string Fit(GraphBuilder graph, string transposed, int features, int order)
    {
        var weights = Enumerable.Range(0, Delta.Width).Select(i => Weight(i - Half, order)).ToArray();
        float[] repeated = [.. Enumerable.Repeat(weights, features).SelectMany(static weight => weight)];
        var tensor = graph.Tensor(FormattableString.Invariant($"front_end.delta_{order}"), repeated, features, 1, Delta.Width);
        return graph.Node(
            "Conv",
            [transposed, tensor],
            NodeAttribute.Of("group", features),
            NodeAttribute.Of("kernel_shape", [Delta.Width]),
            NodeAttribute.Of("pads", [Half, Half]));
    }

    // Slope of the fitted line and second derivative of the fitted parabola, as in Bakeoff.Audio's Delta.
    private static float Weight(int n, int order) => (float)(order == 1 ? n / 60.0 : ((3.0 * n * n) - 20.0) / 462.0);
}
