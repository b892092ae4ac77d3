using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Mlflow.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx;
using Bakeoff.Options;

namespace Bakeoff.Experiments.ModelFiles;

/// <summary>The ONNX files of a trained model, or of the mean of several, with a description of their inputs.</summary>
/// <param name="Model">The file that takes features.</param>
/// <param name="Waveform">The file that takes waveforms; null if there is none.</param>
/// <param name="Obstacle">The reason for which there is none.</param>
/// <param name="Inputs">Inputs of the file that takes features.</param>
/// <param name="Example">An example of these inputs.</param>
internal sealed record ExportContent(
    byte[] Model, byte[]? Waveform, string? Obstacle, IReadOnlyList<TensorSpec> Inputs, JsonObject Example)
{
    /// <summary>Writes the graphs.</summary>
    /// <param name="models">One model, or those of an experiment's folds, whose outputs are averaged.</param>
    /// <exception cref="OnnxExportException">A part of a model has no ONNX form.</exception>
    public static ExportContent Create(IReadOnlyList<TrainedModel> models)
    {
        var obstacle = OnnxExport.FindFrontEndObstacle(models[0]);
        var file = OnnxExport.Write(models);
        var waveform = obstacle is null ? OnnxExport.WriteWithFrontEnd(models) : null;
        var inputs = OnnxExport.FeatureInputs(models[0]).Select(Describe).ToList();
        return new ExportContent(
            file,
            waveform,
            obstacle,
            [.. inputs.SelectMany(static input => input.Inputs)],
            new JsonObject(inputs.SelectMany(static input => input.Example)));
    }

    private static (IReadOnlyList<TensorSpec> Inputs, IEnumerable<KeyValuePair<string, JsonNode?>> Example) Describe(FeatureInput input) =>
        input.Member is NetworkModel network ? DescribeNetwork(input, network) : DescribeClassifier(input, (ClassifierModel)input.Member);

    private static (IReadOnlyList<TensorSpec> Inputs, IEnumerable<KeyValuePair<string, JsonNode?>> Example) DescribeNetwork(
        FeatureInput input, NetworkModel model)
    {
        var network = model.Saved.Network;
        var frames = ExampleFrames.Count(network, model.Features);
        var frame = network.Standardizer?.Mean ?? [.. Enumerable.Repeat(0.5f, network.InputFeatures)];
        var clip = new JsonArray([.. Enumerable.Range(0, frames).Select(_ => ToArray(frame))]);
        return (
            [new TensorSpec(input.Features, "float32", [-1, -1, network.InputFeatures]), new TensorSpec(input.Lengths!, "int64", [-1])],
            [
                KeyValuePair.Create<string, JsonNode?>(input.Features, new JsonArray(clip)),
                KeyValuePair.Create<string, JsonNode?>(input.Lengths!, new JsonArray(frames)),
            ]);
    }

    private static (IReadOnlyList<TensorSpec> Inputs, IEnumerable<KeyValuePair<string, JsonNode?>> Example) DescribeClassifier(
        FeatureInput input, ClassifierModel model)
    {
        var count = new FeatureExtractor(model.Features).FeatureCount;
        var row = model.Scaler?.Mean ?? [.. Enumerable.Repeat(0.5, count)];
        return (
            [new TensorSpec(input.Features, "float32", [-1, count])],
            [KeyValuePair.Create<string, JsonNode?>(input.Features, new JsonArray(ToArray(row.Select(static value => (float)value))))]);
    }

    private static JsonArray ToArray(IEnumerable<float> values) => new([.. values.Select(static value => (JsonNode)value)]);
}
