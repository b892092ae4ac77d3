using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Classes that are ranges of a number, with edges between equally many training clips, such as
/// <c>bins: {column: valence, names: [low, mid, high]}</c>.</summary>
public sealed record QuantileBinOptions : IValidatedOptions
{
    /// <summary>Column of numbers, such as valence.</summary>
    [JsonPropertyName("column")]
    public required string Column { get; init; }

    /// <summary>Names of the ranges from low to high, at least two; each has the same share of the training clips.</summary>
    [JsonPropertyName("names")]
    public IReadOnlyList<string> Names { get; init; } = [];

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
    }
}
