using System.Text.Json.Serialization;

namespace Bakeoff.Corpora.Sources;

/// <summary>One place that a corpus can be fetched from.</summary>
public abstract record DatasetSource
{
    /// <summary>One line for people: where the recordings come from.</summary>
    [JsonIgnore]
    public abstract string Summary { get; }
}
