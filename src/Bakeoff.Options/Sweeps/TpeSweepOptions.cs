using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Sweeps;

/// <summary>
/// Search with tree-structured Parzen estimators: values are proposed where good trials are dense and others are not. Trials go in
/// rounds, so that neither workers nor time change what is proposed.
/// </summary>
public sealed record TpeSweepOptions : SearchOptions
{
    /// <summary>Number of trials, before seeds. Range 1..10000.</summary>
    [JsonPropertyName("trials"), Range(1, 10_000)]
    public required int Trials { get; init; }

    /// <summary>Trials at random before the first proposal, those of random with the same seed. Range 2..1000. Default 10.</summary>
    [JsonPropertyName("startup"), Range(2, 1000)]
    public int Startup { get; init; } = 10;

    /// <summary>Trials that are proposed at once, without knowing of each other's results. Fewer come closer, more keep more
    /// workers busy. Range 1..1000. Default 2.</summary>
    [JsonPropertyName("round"), Range(1, 1000)]
    public int Round { get; init; } = 2;
}
