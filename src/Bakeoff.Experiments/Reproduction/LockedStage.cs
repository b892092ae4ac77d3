using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Parameters, code, inputs and outputs of one stage, as pinned.</summary>
public sealed record LockedStage
{
    /// <summary>Dotted keys that the stage read, with canonical values.</summary>
    [JsonPropertyName("parameters")]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of what it read from outside the store, such as an archive of recordings.</summary>
    [JsonPropertyName("sources")]
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Digests of the code behind it, by assembly. Other code may well leave the same results; they decide, not this.</summary>
    [JsonPropertyName("code")]
    public IReadOnlyDictionary<string, string> Code { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Digest of all outputs, recordings included.</summary>
    [JsonPropertyName("output")]
    public string Output { get; init; } = string.Empty;

    /// <summary>SHA-256 of each output by path; recordings are left out, they are too many.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
