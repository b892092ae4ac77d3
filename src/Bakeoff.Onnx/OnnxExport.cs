using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx.Classifiers;
using Bakeoff.Onnx.FrontEnds;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;
using Bakeoff.Options;

namespace Bakeoff.Onnx;

/// <summary>Writes trained networks and classifiers as ONNX files.</summary>
/// <remarks>Determinism: equal models give equal bytes; neither machine nor time is in the file.</remarks>
public static class OnnxExport
{
    /// <summary>Version of the operator set in the files; ONNX Runtime 1.17 and later support it.</summary>
    public const int Opset = ModelDocument.Opset;

    private const string NetworkDescription =
        "From features [batch, frames, features] and the frames of each clip to the probability of each class.";

    private const string ClassifierDescription = "From features [batch, features] to the probability of each class.";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file that takes features.</summary>
    /// <param name="model">
    /// A network: <c>features</c> float32 [B, T, F] and <c>lengths</c> int64 [B] to <c>probabilities</c> float32 [B, K]; standardisation
    /// and masking are
    /// part of the graph. A classifier: <c>features</c> float32 [B, F], one row a clip, to <c>probabilities</c>; it computes in float64, as
    /// training did.
    /// </param>
    /// <returns>
    /// The bytes of the file. It takes any number of clips of any length; steps at and after a clip's length are not read. A clip that the
    /// network
    /// cannot take (no frame, fewer than a layer needs, all masked) gets NaN.
    /// </returns>
    /// <exception cref="OnnxExportException">A layer, or the kind of model or classifier, has no ONNX form.</exception>
    public static byte[] Write(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = new GraphBuilder();
        switch (model)
        {
            case NetworkModel network:
                NetworkGraph.Append(graph, network.Saved.Network, NetworkGraph.Inputs(graph, network.Saved.Network));
                return ModelDocument.Write(graph, "network", NetworkDescription, Metadata(model));
            case ClassifierModel classifier:
                var count = new FeatureExtractor(model.Features).FeatureCount;
                var features = graph.Input("features", ElementType.Float, "Features of each clip.", "batch", ClassifierGraph.Number(count));
                ClassifierGraph.Append(graph, classifier, features, count, isValid: null);
                return ModelDocument.Write(graph, "classifier", ClassifierDescription, Metadata(model));
            default:
                throw UnknownKind(model);
        }
    }

    /// <summary>
    /// Writes the file that takes waveforms: <c>waveform</c> float32 [B, S] and <c>samples</c> int64 [B] to <c>probabilities</c> float32
    /// [B, K].
    /// </summary>
    /// <param name="model">A network or classifier.</param>
    /// <returns>
    /// The bytes of the file. The caller decodes, mixes to mono, cuts (<c>offset_seconds</c>, <c>duration_seconds</c>) and resamples.
    /// </returns>
    /// <exception cref="OnnxExportException">
    /// The features (<see cref="FindFrontEndObstacle"/>) or a part of the model have no ONNX form.
    /// </exception>
    public static byte[] WriteWithFrontEnd(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (FindFrontEndObstacle(model) is { } obstacle)
        {
            throw new OnnxExportException(new ErrorDetails($"the features have no ONNX form: {obstacle}")
            {
                NextStep = "Export the model alone and compute the features with Bakeoff.Audio.",
            });
        }

        var graph = new GraphBuilder();
        var flow = FrontEndGraph.Append(graph, model.Features);
        switch (model)
        {
            case NetworkModel network:
                NetworkGraph.Append(graph, network.Saved.Network, flow);
                return ModelDocument.Write(graph, "waveform_network", DescribeWaveform(model.Features), Metadata(model));
            case ClassifierModel classifier:
                ClassifierGraph.Append(graph, classifier, graph.Squeeze(flow.Values, 1), flow.Features, flow.IsValid);
                return ModelDocument.Write(graph, "waveform_classifier", DescribeWaveform(model.Features), Metadata(model));
            default:
                throw UnknownKind(model);
        }
    }

    /// <summary>Finds the reason for which the computation of features cannot be part of a file.</summary>
    /// <param name="model">A network or classifier.</param>
    /// <returns>The reason as a clause, or null if there is none.</returns>
    public static string? FindFrontEndObstacle(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Normalization == FeatureNormalization.Speaker
            ? "normalization is by speaker, which needs all clips of a speaker at once"
            : FrontEndSupport.FindObstacle(model.Features);
    }

    /// <summary>Metadata for readers of the file: <c>classes</c> as a JSON list, and the model's own properties.</summary>
    private static Dictionary<string, string> Metadata(TrainedModel model)
    {
        var properties = model is NetworkModel network
            ? network.Saved.Metadata.Properties
            : ModelRecipe.Describe(model.Labels, model.Features, model.Normalization).Properties;
        return new(properties, StringComparer.Ordinal) { ["classes"] = JsonSerializer.Serialize(model.Labels, Json) };
    }

    private static string DescribeWaveform(FeatureOptions features) => FormattableString.Invariant(
        $"From mono samples at {features.SampleRateHz} Hz to the probability of each class; features are computed as librosa 0.10 does.");

    private static OnnxExportException UnknownKind(TrainedModel model) =>
        new(new ErrorDetails($"models of type {model.GetType().Name} have no ONNX form") { Rule = "a network or a classifier" });
}
