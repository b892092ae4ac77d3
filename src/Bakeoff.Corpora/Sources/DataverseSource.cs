using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>A data set in a Dataverse repository, which lists every file with its MD5.</summary>
[Kind("dataverse")]
public sealed record DataverseSource : DatasetSource
{
    /// <summary>Address of the repository, such as <c>https://borealisdata.ca</c>.</summary>
    [JsonPropertyName("server")]
    public string Server { get; init; } = "";

    /// <summary>Persistent identifier, such as <c>doi:10.5683/SP2/E8H2MF</c>.</summary>
    [JsonPropertyName("doi")]
    public string Doi { get; init; } = "";

    /// <summary>Regular expression that the names of wanted files match without regard to case. Default: every file.</summary>
    [JsonPropertyName("files")]
    public string? Files { get; init; }

    /// <inheritdoc/>
    public override string Summary => $"Dataverse {Server}, {Doi}";
}
