using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Networks;

namespace Bakeoff.Experiments.Exporting;

/// <summary>What a model card says of features and layers.</summary>
internal static class CardNetwork
{
    public static void Append(StringBuilder card, FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var model = models[0].Model;
        card.Append(CultureInfo.InvariantCulture, $"\n## Features and {(model is NetworkModel ? "network" : "classifier")}\n\n");
        card.Append(Features(finished.Experiment.Options.Features, new FeatureExtractor(model.Features).FeatureCount)).Append(' ').Append(Normalization(model.Normalization)).Append('\n');
        if (model is NetworkModel network)
        {
            Layers(card, network.Saved.Network, models.Count);
        }
        else if (model is ClassifierModel)
        {
            CardClassifier.Append(card, models);
        }

        CardFiles.Append(card, model, models[0].FrontEndObstacle);
    }

    private static void Layers(StringBuilder card, Network network, int networks)
    {
        card.Append("\n| layer | settings | weights |\n|---|---|---|\n");
        foreach (var (name, layer) in network.LayerNames.Zip(network.LayerOptions))
        {
            Row(card, name, Settings(layer), network.Tensors);
        }

        Row(card, Network.OutputName, string.Create(CultureInfo.InvariantCulture, $"dense, {network.ClassCount} logits, softmax"), network.Tensors);
        card.Append(CultureInfo.InvariantCulture, $"\n{network.ParameterCount:N0} trained weights");
        card.Append(networks == 1 ? ".\n" : string.Create(CultureInfo.InvariantCulture, $" in each of {networks} networks, one a fold, in folders `fold-NAME`. None of them has seen the test clips of its own fold; each has seen most of the others'.\n"));
    }

    private static string Features(FeatureOptions features, int count)
    {
        var kinds = string.Join(", ", features.With.Prepend(features.Kind).Select(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));
        var rate = features.SampleRateHz is { } hertz ? string.Create(CultureInfo.InvariantCulture, $"at {hertz} Hz") : "at each recording's own rate";
        var rows = features.Summary == FeatureSummary.None ? "a row a frame" : $"one row a clip ({features.Summary.ToString().ToLowerInvariant()})";
        return string.Create(CultureInfo.InvariantCulture, $"Features: {kinds} {rate}, frames of {features.FftLength} samples every {features.HopLength}, derivatives up to order {features.DeltaOrder}; {count} values, {rows}.");
    }

    private static string Normalization(FeatureNormalization normalization) => normalization switch
    {
        FeatureNormalization.None => "They are taken as they are.",
        FeatureNormalization.Speaker => "They must come normalised by all clips of the clip's own speaker; that is not in the files.",
        FeatureNormalization.Clip => "Frames are normalised by the clip itself, which is part of the features; what that gives is shifted and scaled inside the files by mean and deviation of the training side.",
        _ => "Each is shifted and scaled inside the files by mean and deviation of the training side.",
    };

    private static void Row(StringBuilder card, string name, string settings, IReadOnlyList<NetworkTensor> tensors)
    {
        var weights = tensors.Where(tensor => tensor.Name.StartsWith(name + ".", StringComparison.Ordinal)).Sum(static tensor => tensor.Length);
        card.Append(CultureInfo.InvariantCulture, $"| {name} | {settings} | {(weights == 0 ? "" : weights.ToString("N0", CultureInfo.InvariantCulture))} |\n");
    }

    private static string Settings(LayerOptions layer)
    {
        var settings = JsonSerializer.SerializeToNode(layer, layer.GetType())!.AsObject();
        return string.Join(", ", settings.Where(s => s.Value is not null && s.Key is not ("type" or nameof(LayerOptions.Kind))).Select(s => $"{s.Key}: {Text(s.Value!)}"));
    }

    private static string Text(JsonNode value) => value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
