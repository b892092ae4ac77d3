using System.Text.Json.Serialization;
using Bakeoff.Corpora;

namespace Bakeoff.Experiments.Explore;

/// <summary>What pages show of a corpus' description.</summary>
public sealed record CorpusFacts
{
    /// <summary>Full title.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>Licence of the recordings.</summary>
    [JsonPropertyName("licence")]
    public required string Licence { get; init; }

    /// <summary>Reference to cite.</summary>
    [JsonPropertyName("citation")]
    public required string Citation { get; init; }

    /// <summary>Takes the facts from a description.</summary>
    internal static CorpusFacts From(DatasetDescription dataset) => new()
    {
        Title = dataset.Title,
        Licence = dataset.Licence,
        Citation = dataset.Citation,
    };
}
