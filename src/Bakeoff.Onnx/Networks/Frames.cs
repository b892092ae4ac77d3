using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>The frames of a padded batch: which steps of [B, T] belong to a clip.</summary>
/// <param name="Lengths">Frames of each clip, int64 [B].</param>
/// <param name="Live">Whether a step belongs to its clip, bool [B, T].</param>
internal sealed record Frames(string Lengths, string Live)
{
    /// <summary>Frames of values [B, T, ...] whose first steps belong to each clip.</summary>
    public static Frames Of(GraphBuilder graph, string values, string lengths)
    {
        var step = graph.Unsqueeze(graph.Range(graph.AxisLength(values, 1)), 0);
        return new Frames(lengths, graph.Node("Less", [step, graph.Unsqueeze(lengths, 1)]));
    }

    /// <summary>Values [B, T, F] with another value on all steps that belong to no clip. Whatever stood there, NaN included, is gone.</summary>
    public string Fill(GraphBuilder graph, string values, float value) => graph.Where(graph.Unsqueeze(Live, 2), values, graph.Scalar(value));

    /// <summary>Takes for each clip the frames [B, N] of values [B, T, F].</summary>
    public static string Take(GraphBuilder graph, string values, string frames) =>
        graph.Node("GatherND", [values, graph.Unsqueeze(frames, 2)], NodeAttribute.Of("batch_dims", 1));
}
