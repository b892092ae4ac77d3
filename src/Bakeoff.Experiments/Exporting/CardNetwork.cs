using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Onnx;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The part of a model card on features and layers.</summary>
internal static class CardNetwork
{
    public static void Append(StringBuilder card, FinishedExperiment finished, IReadOnlyList<CardModel> models)
    {
        var model = models[0].Model;
        if (model is EnsembleModel ensemble)
        {
            Members(card, ensemble);
            CardFiles.Append(card, model, models[0].FrontEndObstacle);
            return;
        }

        card.Append(CultureInfo.InvariantCulture, $"\n## Features and {(model is NetworkModel ? "network" : "classifier")}\n\n");
        card.Append(Features(finished.Experiment.Options.Features, new FeatureExtractor(model.Features).FeatureCount))
            .Append(' ')
            .Append(Normalization(model))
            .Append('\n');
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

    private static void Members(StringBuilder card, EnsembleModel ensemble)
    {
        card.Append(CultureInfo.InvariantCulture, $"\n## Members\n\nCombined by `{YamlName.Of(ensemble.Fusion.By)}`");
        card.Append(ensemble.Fusion.Clips == 0
            ? ".\n"
            : string.Create(
                CultureInfo.InvariantCulture, $", fitted in the first fold on {ensemble.Fusion.Clips} clips that every member held out.\n"));
        foreach (var ((name, member), i) in ensemble.MemberNames.Zip(ensemble.Members).Select(static (member, i) => (member, i)))
        {
            var input = OnnxExport.FeatureInputs(ensemble).First(known => known.IsOf(member)).Features;
            card.Append(CultureInfo.InvariantCulture, $"\n### {i + 1}. {name}\n\n")
                .Append(member is ClassifierModel classifier ? $"Classifier `{classifier.Selection.Classifier.ToYaml()}`" : "Network")
                .Append(CultureInfo.InvariantCulture, $", input `{input}`. ")
                .Append(Features(member.Features, new FeatureExtractor(member.Features).FeatureCount))
                .Append(' ')
                .Append(Normalization(member))
                .Append('\n');
            if (member is NetworkModel network)
            {
                Layers(card, network.Saved.Network, networks: 1);
            }
        }
    }

    private static void Layers(StringBuilder card, Network network, int networks)
    {
        card.Append("\n| layer | settings | weights |\n|---|---|---|\n");
        foreach (var (name, layer) in network.LayerNames.Zip(network.LayerOptions))
        {
            Row(card, name, Settings(layer), network.Tensors);
        }

        Row(
            card,
            Network.OutputName,
            Output(network),
            network.Tensors);
        card.Append(CultureInfo.InvariantCulture, $"\n{network.ParameterCount:N0} trained weights");
        if (networks == 1)
        {
            card.Append(".\n");
            return;
        }

        card.Append(CultureInfo.InvariantCulture, $" in each of {networks} networks, one for each fold, in folders `fold-NAME`. ");
        card.Append("None of them was trained on the test clips of its own fold; each was trained on most of the others'.\n");
    }

    private static string Output(Network network)
    {
        string[] parts =
        [
            .. network.ClassCount > 0 ? [FormattableString.Invariant($"{network.ClassCount} logits, softmax")] : Array.Empty<string>(),
            .. network.Targets.Count > 0 ? [FormattableString.Invariant($"{network.Targets.Count} numbers")] : Array.Empty<string>(),
        ];
        return $"dense, {string.Join("; ", parts)}";
    }

    private static string Features(FeatureOptions features, int count)
    {
        var kinds = string.Join(", ", features.Kinds.Select(static kind => kind.Name));
        var rate = features.AnalysisRateHz is { } hertz
            ? string.Create(CultureInfo.InvariantCulture, $"at {hertz} Hz")
            : "at each recording's own rate";
        if (features.Set is { } set)
        {
            var reduction = set.IsRow ? "one row a clip" : features.Summary == FeatureSummary.None
                ? "a row every 10 ms" : $"one row a clip ({features.Summary.ToString().ToLowerInvariant()})";
            return string.Create(CultureInfo.InvariantCulture, $"Features: the set {set.Name} {rate}, {count} values, {reduction}.");
        }

        var rows =
            features.Summary == FeatureSummary.None
                ? "a row a frame"
                : $"one row a clip ({features.Summary.ToString().ToLowerInvariant()})";
        var frames = features.Kind.BringsFrames
            ? "frames of its own"
            : string.Create(CultureInfo.InvariantCulture, $"frames of {features.FftLength} samples every {features.HopLength}");
        var derivatives = string.Create(CultureInfo.InvariantCulture, $"derivatives up to order {features.DeltaOrder}; {count} values");
        return $"Features: {kinds} {rate}, {frames}, {derivatives}, {rows}.";
    }

    private static string Normalization(TrainedModel model) =>
        model.Normalization switch
        {
            FeatureNormalization.None => "They are not normalised.",
            FeatureNormalization.Speaker =>
                "They must be given normalised by all clips of the clip's own speaker; the files do not do that.",
            FeatureNormalization.Clip => "Frames are normalised by the clip itself, which is part of the features; "
                + $"the files then shift and scale each feature by {Statistics(model)} of the training side.",
            _ => $"The files shift and scale each feature by {Statistics(model)} of the training side.",
        };

    private static string Statistics(TrainedModel model) => model is ClassifierModel { Scaler.Scaling: FeatureScaling.Robust }
        ? "median and interquartile range"
        : "mean and standard deviation";

    private static void Row(StringBuilder card, string name, string settings, IReadOnlyList<NetworkTensor> tensors)
    {
        var weights = tensors
            .Where(tensor => tensor.Name.StartsWith(name + ".", StringComparison.Ordinal))
            .Sum(static tensor => tensor.Length);
        card.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {settings} | {(weights == 0 ? "" : weights.ToString("N0", CultureInfo.InvariantCulture))} |\n");
    }

    private static string Settings(LayerOptions layer)
    {
        var settings = JsonSerializer.SerializeToNode(layer, layer.GetType())!.AsObject();
        return string.Join(
            ", ",
            settings
                .Where(s => s.Value is not null && s.Key is not ("type" or nameof(LayerOptions.Kind)))
                .Select(s => $"{s.Key}: {Text(s.Value!)}"));
    }

    private static string Text(JsonNode value) =>
        value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
