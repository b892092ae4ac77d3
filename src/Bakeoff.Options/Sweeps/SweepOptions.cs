using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Sweeps;

/// <summary>Variants of one experiment: everything under <c>sweep:</c>. Exactly one of grid, list, random, tpe, halving and cross.</summary>
public sealed record SweepOptions : IValidatedOptions
{
    /// <summary>Values by dotted key; every combination becomes a member, the last key varying fastest. Default: not used.</summary>
    [JsonPropertyName("grid")]
    public IReadOnlyDictionary<string, IReadOnlyList<AnyValue>>? Grid { get; init; }

    /// <summary>Members one by one, each as dotted keys with values. Default: not used.</summary>
    [JsonPropertyName("list"), MinLength(1)]
    public IReadOnlyList<IReadOnlyDictionary<string, AnyValue>>? List { get; init; }

    /// <summary>Members with values drawn at random, from a seed of their own. Default: not used.</summary>
    [JsonPropertyName("random")]
    public RandomSweepOptions? Random { get; init; }

    /// <summary>Members that are proposed from how the earlier ones did on clips held out of training. Default: not used.</summary>
    [JsonPropertyName("tpe")]
    public TpeSweepOptions? Tpe { get; init; }

    /// <summary>Many members with little effort, the best of them with more. Default: not used.</summary>
    [JsonPropertyName("halving")]
    public HalvingSweepOptions? Halving { get; init; }

    /// <summary>The search, tpe or halving, whose later members follow from the earlier ones; null for members that are all known.</summary>
    [JsonIgnore]
    public SearchOptions? Search => (SearchOptions?)Tpe ?? Halving;

    /// <summary>
    /// True for the corpora of the dataset against each other: each trains, each is tested on, and so are all but one. Takes the place of the
    /// test side under split. Default false.
    /// </summary>
    [JsonPropertyName("cross")]
    public bool Cross { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        string[] given =
        [
            .. new[]
            {
                Grid is null ? "" : "grid",
                List is null ? "" : "list",
                Random is null ? "" : "random",
                Tpe is null ? "" : "tpe",
                Halving is null ? "" : "halving",
                Cross ? "cross" : "",
            }.Where(static name => name.Length > 0),
        ];
        if (given.Length != 1)
        {
            yield return new OptionProblem(
                "",
                given.Length == 0
                    ? "is empty, expected one of grid, list, random, tpe, halving and cross. An example: grid: {features.n_mfcc: [13, 40]}."
                    : $"has {string.Join(" and ", given)}, expected one of them. Put the others into an experiment of their own.");
        }

        foreach (var (key, values) in Grid ?? new Dictionary<string, IReadOnlyList<AnyValue>>(StringComparer.Ordinal))
        {
            if (values.Count == 0)
            {
                yield return new OptionProblem("grid", $"has no values for {key}, expected at least one. Give values or remove the key.");
            }
        }
    }
}
