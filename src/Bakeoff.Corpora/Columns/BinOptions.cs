using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>Names for ranges of a number, such as <c>bins: {edges: [2.5, 3.5], names: [low, mid, high]}</c>: below 2.5, from 2.5 to
/// below 3.5, from 3.5 on.</summary>
public sealed record BinOptions : IValidatedOptions
{
    /// <summary>Rising numbers where one range ends and the next begins; an edge belongs to the range above it.</summary>
    [JsonPropertyName("edges")]
    public IReadOnlyList<double> Edges { get; init; } = [];

    /// <summary>Names of the ranges from low to high, one more than edges.</summary>
    [JsonPropertyName("names")]
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The ranges in words: <c>low below 2.5, mid from 2.5, high from 3.5</c>.</summary>
    internal string Summary =>
        string.Join(", ", Names.Select((name, i) => i == 0 ? $"{name} below {TextOf(Edges[0])}" : $"{name} from {TextOf(Edges[i - 1])}"));

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Edges.Count == 0 || Names.Count != Edges.Count + 1)
        {
            yield return new OptionProblem(
                "names",
                FormattableString.Invariant($"has {Names.Count} names beside {Edges.Count} edges, expected edges, and one name more."));
        }

        for (var i = 0; i < Edges.Count; i++)
        {
            if (!double.IsFinite(Edges[i]) || (i > 0 && Edges[i] <= Edges[i - 1]))
            {
                var rule = i == 0 ? "a finite number" : $"a finite number above {TextOf(Edges[i - 1])}";
                yield return new OptionProblem(
                    "edges",
                    $"has {TextOf(Edges[i])}, expected {rule}. The first range has no lower and the last no upper end.");
            }
        }

        if (Names.Any(static name => StrictText.Clean(name).Length == 0)
            || Names.Select(StrictText.Fold).Distinct(StringComparer.Ordinal).Count() < Names.Count)
        {
            var names = string.Join(", ", Names.Select(static name => $"'{name}'"));
            yield return new OptionProblem("names", $"has {names}, expected different names.");
        }
    }

    /// <summary>Name of the range that a number of a table lies in; null where the text is no number.</summary>
    internal string? NameOf(string text) =>
        Number.Read(text) is { } number ? StrictText.Clean(Names[Edges.Count(edge => number >= edge)]) : null;

    private static string TextOf(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
