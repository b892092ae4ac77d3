using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Datasets.Sources;

/// <summary>An archive at a plain URL, with its digest pinned.</summary>
public sealed record UrlSource : DatasetSource
{
    /// <summary>Address of the zip archive, http or https.</summary>
    [JsonPropertyName("url")]
    public string Url { get; init; } = "";

    /// <summary>SHA-256 of the archive in hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>MD5 of the archive in hexadecimal digits, where its publisher states no SHA-256.</summary>
    [JsonPropertyName("md5")]
    public string? Md5 { get; init; }

    /// <summary>Length of the archive in bytes, where known.</summary>
    [JsonPropertyName("bytes")]
    public long? Bytes { get; init; }

    /// <inheritdoc/>
    public override string Summary => Url;
}
