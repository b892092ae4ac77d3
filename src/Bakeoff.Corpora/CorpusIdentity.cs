using System.Text.Json.Serialization;

namespace Bakeoff.Corpora;

/// <summary>The part of a corpus description that pages and model cards print about the corpus. It changes no clip.</summary>
public sealed record CorpusIdentity
{
    /// <summary>Full title, as its makers call it.</summary>
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    /// <summary>Licence of the recordings, in its makers' words.</summary>
    [JsonPropertyName("licence")]
    public string Licence { get; init; } = "";

    /// <summary>Reference to cite when results on this corpus are published.</summary>
    [JsonPropertyName("citation")]
    public string Citation { get; init; } = "";

    /// <summary>True if the licence lets anyone pass single recordings on, so that a report may embed them.</summary>
    [JsonPropertyName("redistributable")]
    public bool IsRedistributable { get; init; }
}
