using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Storage;
using Bakeoff.Onnx.Classifiers;
using Bakeoff.Onnx.FrontEnds;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx;

/// <summary>Writes trained networks and classifiers as ONNX files.</summary>
/// <remarks>Determinism: equal models give equal bytes; nothing of the machine or the time is in them.</remarks>
public static class OnnxExport
{
    /// <summary>Version of the operator set that the files use; checked with ONNX Runtime 1.17 and 1.27.</summary>
    public const int Opset = ModelDocument.Opset;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The network alone: <c>features</c> float32 [B, T, F] and <c>lengths</c> int64 [B] in, <c>probabilities</c> float32 [B, K] out.</summary>
    /// <param name="model">Network with the names of its classes; standardisation and masking become part of the graph.</param>
    /// <returns>Bytes of the file. Clips of any number and length fit; steps at and after a clip's length are never read. A clip that the network
    /// cannot take (no frame, fewer than a layer needs, everything masked) gets NaN.</returns>
    /// <exception cref="OnnxExportException">A layer has no ONNX form.</exception>
    public static byte[] WriteNetwork(SavedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = new GraphBuilder();
        NetworkGraph.Append(graph, model.Network, NetworkGraph.Inputs(graph, model.Network));
        return ModelDocument.Write(graph, "network", "From features [batch, frames, features] and the frames of each clip to the probability of each class.", Metadata(model.Metadata.ClassNames, model.Metadata.Properties));
    }

    /// <summary>The network with the way from samples to features in front: <c>waveform</c> float32 [B, S] and <c>samples</c> int64 [B] in, <c>probabilities</c> out.</summary>
    /// <param name="model">Network with the names of its classes.</param>
    /// <param name="features">The feature settings it was trained with.</param>
    /// <returns>Bytes of the file. Decoding, mixing to mono, cutting (<c>offset_seconds</c>, <c>duration_seconds</c>) and resampling stay with the caller.</returns>
    /// <exception cref="OnnxExportException">A feature setting or a layer has no ONNX form; see <see cref="FindFrontEndObstacle"/>.</exception>
    public static byte[] WriteWithFrontEnd(SavedModel model, FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        RefuseObstacle(features);
        var graph = new GraphBuilder();
        NetworkGraph.Append(graph, model.Network, FrontEndGraph.Append(graph, features));
        return ModelDocument.Write(graph, "waveform_network", WaveformDescription(features), Metadata(model.Metadata.ClassNames, model.Metadata.Properties));
    }

    /// <summary>A classifier alone: <c>features</c> float32 [B, F], one row a clip, in; <c>probabilities</c> float32 [B, K] out. It computes in float64, as training did.</summary>
    /// <param name="classifier">The classifier with its scaling.</param>
    /// <exception cref="ArgumentException">Arrays do not fit each other.</exception>
    public static byte[] WriteClassifier(ClassifierContent classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var graph = new GraphBuilder();
        var features = graph.Input("features", ElementType.Single, "Features of each clip.", "batch", ClassifierGraph.Number(classifier.FeatureCount));
        ClassifierGraph.Append(graph, classifier, features, isValid: null);
        return ModelDocument.Write(graph, "classifier", "From features [batch, features] to the probability of each class.", Metadata(classifier.ClassNames, classifier.Properties));
    }

    /// <summary>The classifier with the way from samples to features in front; inputs as in <see cref="WriteWithFrontEnd(SavedModel, FeatureOptions)"/>.</summary>
    /// <param name="classifier">The classifier with its scaling.</param>
    /// <param name="features">The feature settings it was trained with; they must give one row a clip.</param>
    /// <exception cref="OnnxExportException">A feature setting has no ONNX form; see <see cref="FindFrontEndObstacle"/>.</exception>
    public static byte[] WriteWithFrontEnd(ClassifierContent classifier, FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(features);
        RefuseObstacle(features);
        var graph = new GraphBuilder();
        var flow = FrontEndGraph.Append(graph, features);
        ClassifierGraph.Append(graph, classifier, graph.Squeeze(flow.Values, 1), flow.IsValid);
        return ModelDocument.Write(graph, "waveform_classifier", WaveformDescription(features), Metadata(classifier.ClassNames, classifier.Properties));
    }

    /// <summary>Why the way from samples to features cannot be part of a file.</summary>
    /// <param name="features">The feature settings.</param>
    /// <returns>The reason in words, or null when it can.</returns>
    public static string? FindFrontEndObstacle(FeatureOptions features) => FrontEndSupport.FindObstacle(features);

    /// <summary>What readers of the file find besides the graph: <c>classes</c> as a JSON list, and the model's own properties.</summary>
    private static Dictionary<string, string> Metadata(IReadOnlyList<string> classes, IReadOnlyDictionary<string, string> properties) => new(properties, StringComparer.Ordinal)
    {
        ["classes"] = JsonSerializer.Serialize(classes, Json),
    };

    private static string WaveformDescription(FeatureOptions features) =>
        FormattableString.Invariant($"From mono samples at {features.SampleRateHz} Hz to the probability of each class; features are computed as librosa 0.10 does.");

    private static void RefuseObstacle(FeatureOptions features)
    {
        if (FindFrontEndObstacle(features) is { } obstacle)
        {
            throw new OnnxExportException($"The features have no ONNX form: {obstacle}. Export the model alone and compute the features with Bakeoff.Audio.");
        }
    }
}
