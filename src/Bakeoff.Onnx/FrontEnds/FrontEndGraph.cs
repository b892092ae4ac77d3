using Bakeoff.Audio.Features;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>Writes the computation of features from samples, step by step as <see cref="FeatureExtractor"/> does it.</summary>
internal static class FrontEndGraph
{
    /// <summary>Division by less would turn rounding noise into signal; the same limit as that of functionals in Bakeoff.Audio.</summary>
    private const float SmallestStandardDeviation = 1e-6f;

    /// <summary>Adds the inputs <c>waveform</c> [B, S] and <c>samples</c> [B].</summary>
    public static (string Waveform, string Samples) Inputs(GraphBuilder graph, FeatureOptions options)
    {
        var description = FormattableString.Invariant(
            $"Mono samples at {options.SampleRateHz} Hz, full scale at -1 and 1; clips padded at the end to a common length.");
        var waveform = graph.Input("waveform", ElementType.Float, description, "batch", "samples");
        return (waveform, graph.Input("samples", ElementType.Int64, "Samples of each clip; samples after them are not read.", "batch"));
    }

    /// <summary>Adds the features; the result is the input of a network.</summary>
    public static Flow Append(GraphBuilder graph, FeatureOptions options, (string Waveform, string Samples) inputs)
    {
        graph.Scope = "front_end";
        var signal = Signal.Begin(graph, options, inputs.Waveform, inputs.Samples);
        graph.Scope = "features";
        var spectra = new SpectralFeatures(graph, options, signal);
        var columns = options.Kinds.Select(spectra.Columns).ToList();
        var values = columns.Count == 1 ? columns[0] : graph.Node("Concat", [.. columns], NodeAttribute.Of("axis", 2));
        values = TimeDerivatives.Append(graph, options, signal.Frames, values);
        return Summarize(graph, options, signal, options.IsClipNormalized ? Normalize(graph, signal.Frames, values) : values);
    }

    /// <summary>
    /// Shifts and scales each column to mean 0 and standard deviation 1 over the clip's own frames; constant columns are only shifted.
    /// </summary>
    private static string Normalize(GraphBuilder graph, Frames frames, string values)
    {
        var count = graph.Unsqueeze(graph.Cast(frames.Lengths, ElementType.Float), 1, 2);
        var distance = graph.Subtract(values, graph.Divide(graph.Sum(frames.Fill(graph, values, 0), axis: 1, keep: true), count));
        var squares = frames.Fill(graph, graph.Multiply(distance, distance), 0);
        var standardDeviation = graph.Node("Sqrt", [graph.Divide(graph.Sum(squares, axis: 1, keep: true), count)]);
        var isConstant = graph.Node("LessOrEqual", [standardDeviation, graph.Scalar(SmallestStandardDeviation)]);
        return graph.Divide(distance, graph.Where(isConstant, graph.Scalar(1), standardDeviation));
    }

    private static Flow Summarize(GraphBuilder graph, FeatureOptions options, Signal signal, string values)
    {
        var features = new FeatureExtractor(options).FeatureCount;
        if (options.Summary == FeatureSummary.None)
        {
            return new Flow(signal.Frames.Fill(graph, values, 0), features, signal.Frames, signal.IsValid);
        }

        var sum = graph.Sum(signal.Frames.Fill(graph, values, 0), axis: 1, keep: true);
        var mean = graph.Divide(sum, graph.Unsqueeze(graph.Cast(signal.Frames.Lengths, ElementType.Float), 1, 2));
        var one = graph.Node("Expand", [graph.Integer(1), graph.Unsqueeze(graph.AxisLength(values, 0), 0)]);
        return new Flow(mean, features, Frames.Of(graph, mean, one), signal.IsValid);
    }
}
