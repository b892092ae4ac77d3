using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The clips of one side, listed by speaker, text or path; a clip belongs to the side if any list names it.</summary>
public sealed record StatedPartition
{
    /// <summary>Speakers.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyList<string> Speakers { get; init; } = [];

    /// <summary>Texts.</summary>
    [JsonPropertyName("texts")]
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Paths; * matches any characters.</summary>
    [JsonPropertyName("clips")]
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>True if all lists are empty.</summary>
    [JsonIgnore]
    public bool IsEmpty => Speakers.Count + Texts.Count + Clips.Count == 0;
}
