using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Sweeps;

/// <summary>Random search: how often to draw, and from what.</summary>
public sealed record RandomSweepOptions : IValidatedOptions
{
    /// <summary>Number of members, before seeds. Range 1..10000.</summary>
    [JsonPropertyName("draws"), Range(1, 10_000)]
    public required int Draws { get; init; }

    /// <summary>Seed of the draws, apart from the experiment's own: more draws keep the earlier ones. Default 0.</summary>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    /// <summary>Where the values of each dotted key are drawn from.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyDictionary<string, DrawOptions> Keys { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => DrawOptions.CheckConditions(Keys);
}
