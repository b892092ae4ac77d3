using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>An archive at a plain URL, with its digest pinned.</summary>
[Kind("url")]
public sealed record UrlSource : DatasetSource, IValidatedOptions
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

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            yield return new OptionProblem("url", $"is '{Url}', expected an address that begins with http:// or https://.");
        }

        if (Sha256 is null && Md5 is null)
        {
            yield return new OptionProblem(
                "sha256",
                "and md5 are both missing, expected one of them: what is fetched is checked. Copy it from where the archive is published.");
        }

        if (FileDigest.Problem(Sha256, HashAlgorithmName.SHA256) is { } sha256)
        {
            yield return new OptionProblem("sha256", sha256);
        }

        if (FileDigest.Problem(Md5, HashAlgorithmName.MD5) is { } md5)
        {
            yield return new OptionProblem("md5", md5);
        }
    }
}
