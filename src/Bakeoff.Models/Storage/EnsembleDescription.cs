using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Ensembles;

namespace Bakeoff.Models.Storage;

/// <summary>The content of an ensemble's <c>model.json</c>.</summary>
internal sealed record EnsembleDescription
{
    public const string ExpectedFormat = "bakeoff-ensemble";
    public const int ExpectedVersion = 1;

    [JsonPropertyName("format")]
    public string Format { get; init; } = ExpectedFormat;

    [JsonPropertyName("version")]
    public int Version { get; init; } = ExpectedVersion;

    [JsonPropertyName("fusion")]
    public Fusion? Fusion { get; init; }

    /// <summary>Names of the members; that of number n, from 1, lies in the folder <c>member-n</c>.</summary>
    [JsonPropertyName("members")]
    public IReadOnlyList<string> Members { get; init; } = [];
}
