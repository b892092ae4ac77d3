using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Splits;

/// <summary>A split by lists; clips that no list names are trained on.</summary>
public sealed record StatedSplit
{
    /// <summary>What is tested on.</summary>
    [JsonPropertyName("test")]
    public StatedPartition Test { get; init; } = new();

    /// <summary>What is validated on. Empty: chosen from the training side as validation_by says.</summary>
    [JsonPropertyName("validation")]
    public StatedPartition Validation { get; init; } = new();

    /// <summary>What is on no side.</summary>
    [JsonPropertyName("unused")]
    public StatedPartition Unused { get; init; } = new();
}
