using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Groups;

/// <summary>A column of the corpus whose values divide the test clips into groups. <c>gender</c> equals <c>{column: gender}</c>.</summary>
[ScalarShorthand("column")]
public sealed record GroupOptions : IValidatedOptions
{
    /// <summary>Name of the column, such as gender.</summary>
    [JsonPropertyName("column")]
    public required string Column { get; init; }

    /// <summary>
    /// Where the groups of a column of numbers begin, ascending: <c>[30, 50]</c> makes three groups, below 30, from 30 to below 50, and
    /// from 50 on. Default null: each value is a group.
    /// </summary>
    [JsonPropertyName("edges"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Edges { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Edges is { } edges && (edges.Count == 0 || edges.Zip(edges.Skip(1)).Any(static pair => !(pair.First < pair.Second))))
        {
            yield return new OptionProblem(
                "edges", "are not ascending, expected one number or more, each above the one before. Order them.");
        }
    }
}
