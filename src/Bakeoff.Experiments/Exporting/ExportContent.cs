using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Mlflow.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx;

namespace Bakeoff.Experiments.Exporting;

/// <summary>What an exported model's folder is made of, be it a network or a classifier.</summary>
/// <param name="Model">The file that takes features.</param>
/// <param name="Waveform">The file that takes waveforms; null where there is none.</param>
/// <param name="Obstacle">Why there is none.</param>
/// <param name="Inputs">Inputs of the file that takes features.</param>
/// <param name="Example">An example of these inputs.</param>
internal sealed record ExportContent(byte[] Model, byte[]? Waveform, string? Obstacle, IReadOnlyList<TensorSpec> Inputs, JsonObject Example)
{
    /// <summary>Writes a model's graphs.</summary>
    /// <exception cref="OnnxExportException">A part of it has no ONNX form.</exception>
    public static ExportContent Of(TrainedModel model) => model switch
    {
        NetworkModel network => OfNetwork(network),
        ClassifierModel classifier => OfClassifier(classifier),
        _ => throw new OnnxExportException($"models of kind {model.GetType().Name} have no ONNX form, expected a network or a classifier."),
    };

    private static ExportContent OfNetwork(NetworkModel model)
    {
        var (network, obstacle) = (model.Saved.Network, FindObstacle(model));
        var frames = ExampleFrames.Count(network, model.Features);
        var frame = network.Standardizer?.Mean ?? [.. Enumerable.Repeat(0.5f, network.InputFeatures)];
        var clip = new JsonArray([.. Enumerable.Repeat(0, frames).Select(_ => (JsonNode)new JsonArray([.. frame.Select(value => (JsonNode)value)]))]);
        return new ExportContent(
            OnnxExport.WriteNetwork(model.Saved),
            obstacle is null ? OnnxExport.WriteWithFrontEnd(model.Saved, model.Features) : null,
            obstacle,
            [new TensorSpec("features", "float32", [-1, -1, network.InputFeatures]), new TensorSpec("lengths", "int64", [-1])],
            new JsonObject { ["features"] = new JsonArray(clip), ["lengths"] = new JsonArray(frames) });
    }

    private static ExportContent OfClassifier(ClassifierModel model)
    {
        var (content, obstacle) = (ClassifierArraysExport.Describe(model), FindObstacle(model));
        var row = content.Mean ?? [.. Enumerable.Repeat(0.5, content.FeatureCount)];
        return new ExportContent(
            OnnxExport.WriteClassifier(content),
            obstacle is null ? OnnxExport.WriteWithFrontEnd(content, model.Features) : null,
            obstacle,
            [new TensorSpec("features", "float32", [-1, content.FeatureCount])],
            new JsonObject { ["features"] = new JsonArray(new JsonArray([.. row.Select(value => (JsonNode)(float)value)])) });
    }

    private static string? FindObstacle(TrainedModel model) => model.Normalization == FeatureNormalization.Speaker
        ? "normalization is by speaker, which needs all clips of a speaker at once"
        : OnnxExport.FindFrontEndObstacle(model.Features);
}
