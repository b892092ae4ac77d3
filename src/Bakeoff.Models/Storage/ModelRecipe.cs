using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Neural.Storage;
using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>
/// The metadata of a saved network that let it be used without its experiment: classes, feature settings and normalisation.
/// </summary>
public static class ModelRecipe
{
    private const string FeaturesKey = "features";
    private const string NormalizationKey = "normalization";

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Creates the metadata of a model.</summary>
    /// <param name="labels">Names of the classes in the order of the logits.</param>
    /// <param name="features">Settings of the features.</param>
    /// <param name="normalization">Statistics by which they are normalised.</param>
    public static ModelMetadata Describe(IReadOnlyList<string> labels, FeatureOptions features, FeatureNormalization normalization) => new()
    {
        ClassNames = labels,
        Properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FeaturesKey] = JsonSerializer.Serialize(ImportKind.Pin(OnnxKind.Pin(EncoderKind.Pin(features))), Json),
            [NormalizationKey] = YamlName(normalization),
        },
    };

    /// <summary>Feature settings that include normalisation by clip, which is part of the extraction.</summary>
    /// <param name="features">Settings as an experiment has them.</param>
    /// <param name="normalization">Statistics by which features are normalised.</param>
    public static FeatureOptions ApplyNormalization(FeatureOptions features, FeatureNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features with { IsClipNormalized = normalization == FeatureNormalization.Clip };
    }

    /// <summary>Reads feature settings and normalisation from the metadata of a model.</summary>
    /// <param name="metadata">Metadata of <see cref="Describe"/>.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="ModelFormatException">There are no feature settings, or they or the normalisation cannot be read.</exception>
    internal static (FeatureOptions Features, FeatureNormalization Normalization) Read(ModelMetadata metadata, string path)
    {
        var normalization = ReadNormalization(metadata, path);
        if (!metadata.Properties.TryGetValue(FeaturesKey, out var text))
        {
            throw NoFeatures(path);
        }

        try
        {
            var features = JsonSerializer.Deserialize<FeatureOptions>(text, Json) ?? throw NoFeatures(path);
            return (ApplyNormalization(features, normalization), normalization);
        }
        catch (JsonException exception)
        {
            var details = new ErrorDetails($"the model's feature settings cannot be read ({exception.Message})")
            {
                NextStep = "Copy the model again, or train again; a kind of another assembly is registered first (OptionKinds.Register).",
            };
            throw new ModelFormatException(path, details, exception);
        }
    }

    private static FeatureNormalization ReadNormalization(ModelMetadata metadata, string path)
    {
        var text = metadata.Properties.GetValueOrDefault(NormalizationKey, YamlName(FeatureNormalization.Train));
        return Enum.TryParse<FeatureNormalization>(text, ignoreCase: true, out var normalization)
            ? normalization
            : throw new ModelFormatException(path, new ErrorDetails("the model's normalization")
            {
                Value = $"'{text}'",
                Rule = $"one of {string.Join(", ", Enum.GetValues<FeatureNormalization>().Select(YamlName))}",
                NextStep = "Read it with the release that wrote it.",
            });
    }

    private static ModelFormatException NoFeatures(string path) => new(path, new ErrorDetails("the model holds no feature settings")
    {
        Rule = $"'{FeaturesKey}' among its properties",
        NextStep = "Train it with Bakeoff, or compute the features yourself and use Bakeoff.Neural.",
    });

    private static string YamlName(FeatureNormalization normalization) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(normalization.ToString());
}
