using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>What the pages show of the corpus: the <c>explore:</c> section. Changes no figure.</summary>
public sealed record ExploreOptions
{
    /// <summary>Clips to draw side by side, by their path in the index or its end, such as <c>OAF_back_angry.wav</c>. Default empty: one typical clip a label, all with the same voice and words where the corpus has such a set.</summary>
    [JsonPropertyName("clips")]
    public IReadOnlyList<string> Clips { get; init; } = [];
}
