using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Additions to the metrics of all test clips: the <c>evaluate:</c> section.</summary>
public sealed record EvaluationOptions : IValidatedOptions
{
    /// <summary>
    /// Columns of the corpus whose values divide the test clips into groups, such as <c>[gender, {column: age, edges: [30, 50]}]</c>:
    /// metrics of each group and its gap to all clips. Default null: none.
    /// </summary>
    [JsonPropertyName("groups"), MinLength(1), OneOrMany]
    public IReadOnlyList<GroupOptions>? Groups { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        var columns = Groups?.CountBy(static group => group.Column, StringComparer.Ordinal) ?? [];
        foreach (var (column, _) in columns.Where(static column => column.Value > 1))
        {
            yield return new OptionProblem("groups", $"names {column} twice, expected each column once. Remove one.");
        }
    }
}
