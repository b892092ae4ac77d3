using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>A data set on Kaggle, fetched as one archive.</summary>
[Kind("kaggle")]
public sealed record KaggleSource : DatasetSource, IValidatedOptions
{
    /// <summary>Owner and name, such as <c>ejlok1/cremad</c>.</summary>
    [JsonPropertyName("dataset")]
    public string Dataset { get; init; } = "";

    /// <summary>Version number. Default: the newest, which its owner may change.</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>SHA-256 of the archive in hexadecimal digits, where known.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <inheritdoc/>
    public override string Summary => $"Kaggle {Dataset}";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() =>
        FileDigest.Problem(Sha256, HashAlgorithmName.SHA256) is { } problem ? [new OptionProblem("sha256", problem)] : [];
}
