using Bakeoff.Audio.Features;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>Writes the way from samples to features, as <see cref="FeatureExtractor"/> goes it, so that a file takes waveforms.</summary>
internal static class FrontEndGraph
{
    /// <summary>Dividing by less would turn rounding noise into signal, as in Bakeoff.Audio's functionals.</summary>
    private const float SmallestDeviation = 1e-6f;

    /// <summary>Inputs <c>waveform</c> [B, S] and <c>samples</c> [B]; the result is what a network begins with.</summary>
    public static Flow Append(GraphBuilder graph, FeatureOptions options)
    {
        var waveform = graph.Input("waveform", ElementType.Single, FormattableString.Invariant($"Mono samples at {options.SampleRateHz} Hz, full scale at -1 and 1; clips padded at the end to a common length."), "batch", "samples");
        var samples = graph.Input("samples", ElementType.Int64, "Samples of each clip; what follows them is not read.", "batch");
        graph.Scope = "front_end";
        var signal = Signal.Begin(graph, options, waveform, samples);
        graph.Scope = "features";
        var spectra = new SpectralFeatures(graph, options, signal);
        var columns = options.Kinds.Select(spectra.Columns).ToList();
        var values = columns.Count == 1 ? columns[0] : graph.Node("Concat", [.. columns], NodeAttribute.Of("axis", 2));
        values = TimeDerivatives.Append(graph, options, signal.Frames, values);
        return Summarize(graph, options, signal, options.IsClipNormalized ? Normalize(graph, signal.Frames, values) : values);
    }

    /// <summary>Each column to mean 0 and population deviation 1 over the clip's own frames; columns that are constant there are only shifted.</summary>
    private static string Normalize(GraphBuilder graph, Frames frames, string values)
    {
        var count = graph.Unsqueeze(graph.Cast(frames.Lengths, ElementType.Single), 1, 2);
        var distance = graph.Subtract(values, graph.Divide(graph.Sum(frames.Fill(graph, values, 0), axis: 1, keep: true), count));
        var squares = frames.Fill(graph, graph.Multiply(distance, distance), 0);
        var deviation = graph.Node("Sqrt", [graph.Divide(graph.Sum(squares, axis: 1, keep: true), count)]);
        var isConstant = graph.Node("LessOrEqual", [deviation, graph.Scalar(SmallestDeviation)]);
        return graph.Divide(distance, graph.Where(isConstant, graph.Scalar(1), deviation));
    }

    private static Flow Summarize(GraphBuilder graph, FeatureOptions options, Signal signal, string values)
    {
        var features = new FeatureExtractor(options).FeatureCount;
        if (options.Summary == FeatureSummary.None)
        {
            return new Flow(signal.Frames.Fill(graph, values, 0), features, signal.Frames, signal.IsValid);
        }

        var sum = graph.Sum(signal.Frames.Fill(graph, values, 0), axis: 1, keep: true);
        var mean = graph.Divide(sum, graph.Unsqueeze(graph.Cast(signal.Frames.Lengths, ElementType.Single), 1, 2));
        var one = graph.Node("Expand", [graph.Integer(1), graph.Unsqueeze(graph.AxisLength(values, 0), 0)]);
        return new Flow(mean, features, Frames.Of(graph, mean, one), signal.IsValid);
    }
}
