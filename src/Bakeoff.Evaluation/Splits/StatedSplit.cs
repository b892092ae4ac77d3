using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Splits;

/// <summary>A split by lists; clips that no list names are for training.</summary>
public sealed record StatedSplit
{
    /// <summary>Test clips.</summary>
    [JsonPropertyName("test")]
    public StatedPartition Test { get; init; } = new();

    /// <summary>Validation clips. Empty: chosen from the training side by validation_by.</summary>
    [JsonPropertyName("validation")]
    public StatedPartition Validation { get; init; } = new();

    /// <summary>Clips on no side.</summary>
    [JsonPropertyName("unused")]
    public StatedPartition Unused { get; init; } = new();
}
