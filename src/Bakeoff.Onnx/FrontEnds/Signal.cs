using Bakeoff.Audio.Features;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>A padded batch of waveforms and the frames over it.</summary>
/// <param name="Samples">float32 [B, N]: zeros after each clip; if frames are centred, also half a frame of zeros before and after.</param>
/// <param name="Frames">Frames of each clip.</param>
/// <param name="IsValid">bool [B]: true if the clip is long enough.</param>
internal sealed record Signal(string Samples, Frames Frames, string IsValid)
{
    /// <summary>Pads the waveforms and counts their frames.</summary>
    public static Signal Begin(GraphBuilder graph, FeatureOptions options, string waveform, string samples)
    {
        var (length, hop) = (options.FftLength, graph.Integer(options.HopLength));
        var shortest = graph.Integer(Math.Max(options.WindowLength ?? length, options.IsCentered ? 0 : length));
        var longest = graph.AxisLength(waveform, 1);
        var isValid = graph.And(graph.Node("GreaterOrEqual", [samples, shortest]), graph.Node("LessOrEqual", [samples, longest]));
        var clamped = graph.Minimum(graph.Maximum(samples, graph.Integer(1)), longest);
        var position = graph.Unsqueeze(graph.Range(longest), 0);
        var clean = graph.Where(graph.Node("Less", [position, graph.Unsqueeze(clamped, 1)]), waveform, graph.Scalar(0));

        // More zeros at the end than frames need: even a batch that is too short then gives a frame, and NaN as result instead of an error.
        var padded = graph.Pad(clean, 2, 1, options.IsCentered ? length / 2 : 0, length);
        var frames = options.IsCentered
            ? graph.Add(graph.Divide(clamped, hop), graph.Integer(1))
            : graph.Add(
                graph.Divide(graph.Maximum(graph.Subtract(clamped, graph.Integer(length)), graph.Integer(0)), hop), graph.Integer(1));
        if (options.DeltaOrder > 0)
        {
            isValid = graph.And(isValid, graph.Node("GreaterOrEqual", [frames, graph.Integer(Delta.Width)]));
        }

        // The transform below gives 1 + (N - frame) / hop frames for N padded samples.
        var count = graph.Add(graph.Divide(graph.Subtract(graph.AxisLength(padded, 1), graph.Integer(length)), hop), graph.Integer(1));
        var live = graph.Node("Less", [graph.Unsqueeze(graph.Range(count), 0), graph.Unsqueeze(frames, 1)]);
        return new Signal(padded, new Frames(frames, live), isValid);
    }
}
