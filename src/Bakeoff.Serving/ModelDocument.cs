using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Confidence;

namespace Bakeoff.Serving;

/// <summary>The served model and the limits of the server.</summary>
internal sealed record ModelDocument
{
    /// <summary>Name of the model: that of its experiment or folder.</summary>
    public required string Model { get; init; }

    /// <summary>Number of models whose probabilities are averaged: 1, or the number of folds.</summary>
    public required int Models { get; init; }

    /// <summary>Names of the classes, in the order of the probabilities; empty for a model that predicts numbers.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Names of the predicted numbers; left out for a model of classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Answers and correct answers on clips that were held out of the training, for rising thresholds; left out where
    /// probabilities are not calibrated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConfidenceStep>? Confidence { get; init; }

    /// <summary>Clips whose most probable label has a smaller probability are rejected by default; left out where none is.</summary>
    [JsonPropertyName("reject_below"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RejectBelow { get; init; }

    /// <summary>Largest body of a request in bytes.</summary>
    [JsonPropertyName("max_bytes")]
    public required long MaxBytes { get; init; }

    /// <summary>Longest recording in seconds.</summary>
    [JsonPropertyName("max_seconds")]
    public required double MaxSeconds { get; init; }
}
