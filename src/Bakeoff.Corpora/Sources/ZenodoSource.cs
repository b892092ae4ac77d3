using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>A record on Zenodo, which lists every file with its MD5.</summary>
[Kind("zenodo")]
public sealed record ZenodoSource : DatasetSource
{
    /// <summary>Record number.</summary>
    [JsonPropertyName("record")]
    public long Record { get; init; }

    /// <summary>Names of the wanted files. Default: every zip archive of the record.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <inheritdoc/>
    public override string Summary => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Zenodo record {Record}");
}
