using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Neural.Storage;

namespace Bakeoff.Models.Storage;

/// <summary>What a saved network carries besides its weights, so that it can be used without its experiment: classes, feature settings and normalisation.</summary>
public static class ModelRecipe
{
    /// <summary>Key of the feature settings among the model's properties.</summary>
    public const string FeaturesKey = "features";

    /// <summary>Key of the normalisation among the model's properties.</summary>
    public const string NormalizationKey = "normalization";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Describes a model.</summary>
    /// <param name="labels">Names of the classes in the order of the logits.</param>
    /// <param name="features">How the features were computed.</param>
    /// <param name="normalization">By whose statistics they were normalised.</param>
    public static ModelMetadata Describe(IReadOnlyList<string> labels, FeatureOptions features, FeatureNormalization normalization) => new()
    {
        ClassNames = labels,
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) 
        {
            [FeaturesKey] = JsonSerializer.Serialize(features, Json),
            [NormalizationKey] = YamlName(normalization),
        },
    };

    /// <summary>A normalisation as YAML spells it.</summary>
    public static string YamlName(FeatureNormalization normalization) => JsonNamingPolicy.SnakeCaseLower.ConvertName(normalization.ToString());

    /// <summary>The normalisation of a saved network.</summary>
    /// <exception cref="InvalidDataException">It is of no known kind.</exception>
    public static FeatureNormalization NormalizationOf(SavedModel model)
    {
        var text = model.Metadata.Properties.GetValueOrDefault(NormalizationKey, YamlName(FeatureNormalization.Train));
        return Enum.TryParse<FeatureNormalization>(text, ignoreCase: true, out var normalization)
            ? normalization
            : throw new InvalidDataException($"the model's normalization is '{text}', expected one of {string.Join(", ", Enum.GetValues<FeatureNormalization>().Select(YamlName))}. Read it with the release that wrote it.");
    }

    /// <summary>Feature settings that include what normalisation by clip asks of the extraction.</summary>
    public static FeatureOptions With(FeatureOptions features, FeatureNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features with { IsClipNormalized = normalization == FeatureNormalization.Clip };
    }

    /// <summary>Reads the feature settings of a saved model.</summary>
    /// <exception cref="InvalidDataException">The model carries none, or they cannot be read.</exception>
    public static FeatureOptions FeaturesOf(SavedModel model, string folder)
    {
        try
        {
            return model.Metadata.Properties.TryGetValue(FeaturesKey, out var text) && JsonSerializer.Deserialize<FeatureOptions>(text, Json) is { } features
                ? With(features, NormalizationOf(model))
                : throw new InvalidDataException($"{folder}: the model carries no feature settings, expected '{FeaturesKey}' among its properties. Train it with Bakeoff, or compute the features yourself.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{folder}: the model's feature settings cannot be read ({fault.Message}). Copy the model again, or train it again.", fault);
        }
    }
}
