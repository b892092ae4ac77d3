using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Selection;

namespace Bakeoff.Models.Storage;

/// <summary>The content of a classifier's <c>model.json</c>.</summary>
internal sealed record ClassifierDescription
{
    public const string ExpectedFormat = "bakeoff-classifier";
    public const int ExpectedVersion = 1;

    [JsonPropertyName("format")]
    public string Format { get; init; } = "";

    [JsonPropertyName("version")]
    public int Version { get; init; }

    [JsonPropertyName("class_names")]
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Numbers that are predicted in place of classes; null for classes.</summary>
    [JsonPropertyName("targets")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Targets { get; init; }

    [JsonPropertyName("features")]
    public FeatureOptions Features { get; init; } = new();

    [JsonPropertyName("normalization")]
    public FeatureNormalization Normalization { get; init; }

    /// <summary>Altered copies that are predicted with a recording; null for none.</summary>
    [JsonPropertyName("test_time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TestTimeAugmentation? TestTime { get; init; }

    /// <summary>The candidates, their results on the inner folds, and the chosen one.</summary>
    [JsonPropertyName("selection")]
    public CandidateChoice? Selection { get; init; }

    /// <summary>Calibration of the probabilities; null where none was asked for.</summary>
    [JsonPropertyName("calibration")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbabilityCalibration? Calibration { get; init; }

    /// <summary>SHA-256 of the file of each array: it shows if the files of a model belong together.</summary>
    [JsonPropertyName("arrays")]
    public SortedDictionary<string, string> Arrays { get; init; } = new(StringComparer.Ordinal);
}
