using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Classes that are ranges of a number, with edges that are stated or lie between equally many training clips, such as
/// <c>bins: {column: valence, names: [low, mid, high]}</c>.</summary>
public sealed record BinnedNumberOptions : IValidatedOptions
{
    /// <summary>Column of numbers, such as valence.</summary>
    [JsonPropertyName("column")]
    public required string Column { get; init; }

    /// <summary>Names of the ranges from low to high, at least two.</summary>
    [JsonPropertyName("names")]
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Rising numbers where one range ends and the next begins, one fewer than names; an edge belongs to the range above it. Default
    /// null: quantiles of the training clips of each fold, so that each range has the same share of them.</summary>
    [JsonPropertyName("edges"), ParameterIfGiven, OneOrMany]
    public IReadOnlyList<double>? Edges { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Names.Count < 2
            || Names.Any(static name => name.Trim().Length == 0 || name != name.Trim())
            || Names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Names.Count)
        {
            var names = string.Join(", ", Names.Select(static name => $"'{name}'"));
            yield return new OptionProblem(
                "names", $"is [{names}], expected two or more different names. Name the ranges from low to high.");
        }

        if (Edges is null)
        {
            yield break;
        }

        if (Edges.Count != Names.Count - 1)
        {
            yield return new OptionProblem(
                "edges", FormattableString.Invariant($"has {Edges.Count} beside {Names.Count} names, expected one fewer than names."));
        }

        if (Edges.Any(static edge => !double.IsFinite(edge)) || Edges.Zip(Edges.Skip(1)).Any(static pair => pair.First >= pair.Second))
        {
            var edges = string.Join(", ", Edges.Select(static edge => edge.ToString("R", CultureInfo.InvariantCulture)));
            yield return new OptionProblem(
                "edges",
                $"is [{edges}], expected finite numbers that rise. The first range has no lower end, and the last no upper one: leave -inf "
                    + "and inf out.");
        }
    }
}
