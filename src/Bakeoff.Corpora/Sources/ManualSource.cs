using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>
/// Recordings that only a person can fetch, because their makers ask for a registration or state no digest to check a download against.
/// </summary>
[Kind("manual")]
public sealed record ManualSource : DatasetSource
{
    /// <summary>Steps for the user, one an entry.</summary>
    [JsonPropertyName("steps")]
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <inheritdoc/>
    public override string Summary => "by hand: " + string.Join(" ", Steps);
}
