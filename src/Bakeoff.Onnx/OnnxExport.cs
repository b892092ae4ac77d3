using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Storage;
using Bakeoff.Onnx.FrontEnds;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Onnx;

/// <summary>Writes trained networks as ONNX files.</summary>
/// <remarks>Determinism: equal models give equal bytes; nothing of the machine or the time is in them.</remarks>
public static class OnnxExport
{
    /// <summary>Version of the operator set that the files use: ONNX Runtime 1.13 and later run it.</summary>
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
        return ModelDocument.Write(graph, "network", "From features [batch, frames, features] and the frames of each clip to the probability of each class.", Metadata(model));
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
        if (FindFrontEndObstacle(features) is { } obstacle)
        {
            throw new OnnxExportException($"The features have no ONNX form: {obstacle}. Export the network alone and compute the features with Bakeoff.Audio.");
        }

        var graph = new GraphBuilder();
        NetworkGraph.Append(graph, model.Network, FrontEndGraph.Append(graph, features));
        return ModelDocument.Write(
            graph, "waveform_network", FormattableString.Invariant($"From mono samples at {features.SampleRateHz} Hz to the probability of each class; features are computed as librosa 0.10 does."), Metadata(model));
    }

    /// <summary>Why the way from samples to features cannot be part of a file.</summary>
    /// <param name="features">The feature settings.</param>
    /// <returns>The reason in words, or null when it can.</returns>
    public static string? FindFrontEndObstacle(FeatureOptions features) => FrontEndSupport.FindObstacle(features);

    /// <summary>What readers of the file find besides the graph: <c>classes</c> as a JSON list, and the model's own properties.</summary>
    private static Dictionary<string, string> Metadata(SavedModel model) => new(model.Metadata.Properties, StringComparer.Ordinal)
    {
        ["classes"] = JsonSerializer.Serialize(model.Metadata.ClassNames, Json),
    };
}
