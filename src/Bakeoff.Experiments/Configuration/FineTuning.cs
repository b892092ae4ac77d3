using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Networks whose first layer is the encoder of the features, trained on.</summary>
[OutsideFingerprint("names the encoder in the layers and checks them; train counts its content")]
internal static class FineTuning
{
    /// <summary>True if a layer is an encoder.</summary>
    public static bool IsIn(IReadOnlyList<LayerOptions>? model) => model?.Any(static layer => layer is EncoderOptions) is true;

    /// <summary>The layers with the encoder of the features where one names none.</summary>
    public static IReadOnlyList<LayerOptions> Complete(IReadOnlyList<LayerOptions> model, FeatureOptions features) =>
        IsIn(model) && features.Kind is EncoderKind kind
            ? [.. model.Select(layer => layer is EncoderOptions { Model: "" } encoder ? encoder with { Model = kind.Model } : layer)]
            : model;

    /// <summary>Adds what would stop the training.</summary>
    /// <returns>True if there is nothing.</returns>
    public static bool Check(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        var before = problems.Count;
        for (var i = 0; i < options.Model!.Count; i++)
        {
            if (options.Model[i] is EncoderOptions encoder)
            {
                Check(encoder, i);
            }
        }

        return problems.Count == before;

        void Check(EncoderOptions encoder, int position)
        {
            var path = KeyPath.Join(KeyPath.Join("model", position), encoder.Kind);
            if (position > 0)
            {
                Add(path, "is behind another layer, expected it as the first. Move it.");
            }

            if (options.Features is not { Kind: EncoderKind { IsConvolutions: true } kind, Summary: FeatureSummary.None })
            {
                Add(
                    path,
                    "is given, expected features: {kind: {encoder: {model: NAME, layer: convolutions}}}, every frame of them. Set it.");
            }
            else if (encoder.Model.Length > 0 && encoder.Model != kind.Model)
            {
                Add(path, $"has model {encoder.Model}, expected {kind.Model}, that of the features. Leave it out.");
            }

            if (options.Engine.Name == ManagedEngine.EngineName)
            {
                var install = EngineCatalogue.InstallCommand("torchsharp");
                Add("engine.name", $"is managed, which trains no encoder, expected torchsharp. Set engine: torchsharp ({install}).");
            }

            if (options.Normalization != FeatureNormalization.None)
            {
                Add(
                    "normalization",
                    $"is {YamlName.Of(options.Normalization)}, expected none beside an encoder, which knows its features as they are. "
                        + "Set normalization: none.");
            }
        }

        void Add(string key, string message) =>
            problems.Add(tree.Deepest(key).Origin, key, null, "an encoder that can be trained", $"{key} {message}");
    }
}
