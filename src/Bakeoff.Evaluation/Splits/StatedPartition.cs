using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The clips of one side, as a list: those of the speakers, of the texts, and those named; a clip fits if any of them names it.</summary>
public sealed record StatedPartition
{
    /// <summary>Speakers.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyList<string> Speakers { get; init; } = [];

    /// <summary>Texts.</summary>
    [JsonPropertyName("texts")]
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Paths, in which * stands for any characters.</summary>
    [JsonPropertyName("clips")]
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>Whether the list names nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty => Speakers.Count + Texts.Count + Clips.Count == 0;
}
