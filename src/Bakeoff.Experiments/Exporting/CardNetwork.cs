using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Onnx;

namespace Bakeoff.Experiments.Exporting;

/// <summary>What a model card says of features, layers and files.</summary>
internal static class CardNetwork
{
    public static void Append(StringBuilder card, FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var (network, features) = (models[0].Model.Network, finished.Experiment.Options.Features);
        card.Append("\n## Features and network\n\n").Append(Features(features, network.InputFeatures));
        card.Append(network.Standardizer is null
            ? " The network takes them as they are.\n"
            : " Inside the network each is shifted and scaled by mean and deviation of the training frames.\n");
        card.Append("\n| layer | settings | weights |\n|---|---|---|\n");
        var tensors = NetworkTensors.Of(network);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var layer in network.LayerOptions)
        {
            counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
            Row(card, string.Create(CultureInfo.InvariantCulture, $"{layer.Kind}_{counts[layer.Kind]}"), Settings(layer), tensors);
        }

        Row(card, "output", string.Create(CultureInfo.InvariantCulture, $"dense, {network.ClassCount} logits, softmax"), tensors);
        card.Append(CultureInfo.InvariantCulture, $"\n{network.ParameterCount:N0} trained weights");
        card.Append(models.Count == 1 ? ".\n" : string.Create(CultureInfo.InvariantCulture, $" in each of {models.Count} networks, one a fold, in folders `fold-NAME`. None of them has seen the test clips of its own fold; each has seen most of the others'.\n"));
        Inputs(card, network.InputFeatures, network.ClassCount, features, models[0].FrontEndObstacle);
    }

    private static void Inputs(StringBuilder card, int inputs, int classes, FeatureOptions features, string? obstacle)
    {
        card.Append(string.Create(CultureInfo.InvariantCulture, $"""

            ONNX, opset {OnnxExport.Opset}; B clips padded at the end to a common length, which is never read:

            - `model.onnx`: `features` float32 [B, T, {inputs}] and `lengths` int64 [B] to `probabilities` float32 [B, {classes}].

            """).ReplaceLineEndings("\n"));
        card.Append(obstacle is null
            ? string.Create(CultureInfo.InvariantCulture, $"- `model-waveform.onnx`: `waveform` float32 [B, S], mono at {features.SampleRateHz} Hz with full scale at -1 and 1, and `samples` int64 [B] to the same. Decoding, mixing to mono and resampling stay with the caller{Cut(features)}.\n")
            : $"- There is no file that takes waveforms: {obstacle}.\n");
    }

    private static string Cut(FeatureOptions features) => features is { OffsetSeconds: 0, DurationSeconds: null }
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", and so does cutting: training used {(features.DurationSeconds is { } seconds ? $"{seconds} s" : "everything")} after the first {features.OffsetSeconds} s of each clip");

    private static string Features(FeatureOptions features, int count)
    {
        var kinds = string.Join(", ", features.With.Prepend(features.Kind).Select(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));
        var rate = features.SampleRateHz is { } hertz ? string.Create(CultureInfo.InvariantCulture, $"at {hertz} Hz") : "at each recording's own rate";
        var rows = features.Summary == FeatureSummary.None ? "a row a frame" : $"one row a clip ({features.Summary.ToString().ToLowerInvariant()})";
        return string.Create(CultureInfo.InvariantCulture, $"Features: {kinds} {rate}, frames of {features.FftLength} samples every {features.HopLength}, derivatives up to order {features.DeltaOrder}; {count} values, {rows}.");
    }

    private static void Row(StringBuilder card, string name, string settings, IReadOnlyDictionary<string, NetworkTensor> tensors)
    {
        var weights = tensors.Values.Where(t => t.Name.StartsWith(name + ".", StringComparison.Ordinal)).Sum(t => t.Values.Length);
        card.Append(CultureInfo.InvariantCulture, $"| {name} | {settings} | {(weights == 0 ? "" : weights.ToString("N0", CultureInfo.InvariantCulture))} |\n");
    }

    private static string Settings(LayerOptions layer)
    {
        var settings = JsonSerializer.SerializeToNode(layer, layer.GetType())!.AsObject();
        return string.Join(", ", settings.Where(s => s.Value is not null && s.Key is not ("type" or nameof(LayerOptions.Kind))).Select(s => $"{s.Key}: {Text(s.Value!)}"));
    }

    private static string Text(JsonNode value) => value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
