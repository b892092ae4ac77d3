using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>The steps of a padded batch [B, T] that belong to a clip.</summary>
/// <param name="Lengths">Number of frames of each clip, int64 [B].</param>
/// <param name="Live">True if the step belongs to its clip, bool [B, T].</param>
internal sealed record Frames(string Lengths, string Live)
{
    /// <summary>The frames of values [B, T, ...], where the first steps of each row belong to the clip.</summary>
    public static Frames Of(GraphBuilder graph, string values, string lengths)
    {
        var step = graph.Unsqueeze(graph.Range(graph.AxisLength(values, 1)), 0);
        return new Frames(lengths, graph.Node("Less", [step, graph.Unsqueeze(lengths, 1)]));
    }

    /// <summary>
    /// Values [B, T, F] with the given value on all steps that belong to no clip. It replaces every value there, NaN included.
    /// </summary>
    public string Fill(GraphBuilder graph, string values, float value) =>
        graph.Where(graph.Unsqueeze(Live, 2), values, graph.Scalar(value));

    /// <summary>Takes the frames with indices [B, N] of values [B, T, F].</summary>
    public static string Take(GraphBuilder graph, string values, string frames) =>
        graph.Node("GatherND", [values, graph.Unsqueeze(frames, 2)], NodeAttribute.Of("batch_dims", 1));
}
