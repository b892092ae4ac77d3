using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Storage;

namespace Bakeoff.Experiments.Stages;

/// <summary>What a saved network carries besides its weights, so that it can be used without its experiment: classes and feature settings.</summary>
public static class ModelRecipe
{
    /// <summary>Key of the feature settings among the model's properties.</summary>
    public const string FeaturesKey = "features";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Describes a model.</summary>
    /// <param name="labels">Names of the classes in the order of the logits.</param>
    /// <param name="features">How the features were computed.</param>
    public static ModelMetadata Describe(IReadOnlyList<string> labels, FeatureOptions features) => new()
    {
        ClassNames = labels,
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { [FeaturesKey] = JsonSerializer.Serialize(features, Json) },
    };

    /// <summary>Reads the feature settings of a saved model.</summary>
    /// <exception cref="InvalidDataException">The model carries none, or they cannot be read.</exception>
    public static FeatureOptions FeaturesOf(SavedModel model, string folder)
    {
        try
        {
            return model.Metadata.Properties.TryGetValue(FeaturesKey, out var text) && JsonSerializer.Deserialize<FeatureOptions>(text, Json) is { } features
                ? features
                : throw new InvalidDataException($"{folder}: the model carries no feature settings, expected '{FeaturesKey}' among its properties. Train it with Bakeoff, or compute the features yourself.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{folder}: the model's feature settings cannot be read ({fault.Message}). Copy the model again, or train it again.", fault);
        }
    }
}
