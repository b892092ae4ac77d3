using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Classifiers.Confidence;
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
    private const string TestTimeKey = "test_time";
    private const string CalibrationKey = "calibration";

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

    /// <summary>Adds the calibration of a network's probabilities to its metadata.</summary>
    /// <param name="metadata">Metadata of <see cref="Describe"/>.</param>
    /// <param name="calibration">The calibration.</param>
    public static ModelMetadata WithCalibration(this ModelMetadata metadata, ProbabilityCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.With(CalibrationKey, JsonSerializer.Serialize(calibration, Json));
    }

    /// <summary>Adds the altered copies that a network predicts with a recording to its metadata.</summary>
    /// <param name="metadata">Metadata of <see cref="Describe"/>.</param>
    /// <param name="testTime">The copies.</param>
    public static ModelMetadata WithTestTime(this ModelMetadata metadata, TestTimeAugmentation testTime)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.With(TestTimeKey, JsonSerializer.Serialize(testTime, Json));
    }

    /// <summary>Metadata without what differs between the models of an experiment's folds.</summary>
    /// <param name="metadata">Metadata of a saved network.</param>
    public static IReadOnlyDictionary<string, string> Common(ModelMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Properties
            .Where(static property => property.Key != CalibrationKey)
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Feature settings that include normalisation by clip, which is part of the extraction.</summary>
    /// <param name="features">Settings as an experiment has them.</param>
    /// <param name="normalization">Statistics by which features are normalised.</param>
    public static FeatureOptions ApplyNormalization(FeatureOptions features, FeatureNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features with { IsClipNormalized = normalization == FeatureNormalization.Clip };
    }

    /// <summary>Reads feature settings, normalisation, altered copies and calibration from the metadata of a model.</summary>
    /// <param name="metadata">Metadata of <see cref="Describe"/>.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="ModelFormatException">There are no feature settings, or a part cannot be read.</exception>
    internal static (ModelInput Input, ProbabilityCalibration? Calibration) Read(ModelMetadata metadata, string path)
    {
        var normalization = ReadNormalization(metadata, path);
        if (!metadata.Properties.TryGetValue(FeaturesKey, out var text))
        {
            throw NoFeatures(path);
        }

        try
        {
            var features = JsonSerializer.Deserialize<FeatureOptions>(text, Json) ?? throw NoFeatures(path);
            var testTime = ReadPart<TestTimeAugmentation>(metadata, TestTimeKey, "test-time augmentation", path);
            return (
                new ModelInput(ApplyNormalization(features, normalization), normalization, testTime),
                ReadPart<ProbabilityCalibration>(metadata, CalibrationKey, "calibration", path));
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

    private static ModelMetadata With(this ModelMetadata metadata, string key, string value) => metadata with
    {
        Properties = new Dictionary<string, string>(metadata.Properties, StringComparer.Ordinal) { [key] = value },
    };

    private static T? ReadPart<T>(ModelMetadata metadata, string key, string name, string path)
        where T : class
    {
        if (!metadata.Properties.TryGetValue(key, out var text))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, Json);
        }
        catch (JsonException exception)
        {
            var details = new ErrorDetails($"the model's {name} cannot be read ({exception.Message})")
            {
                NextStep = "Copy the model again, or train again.",
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
