using System.Text.Json.Serialization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>A column of a corpus: its type, and the field that states its value. <c>age: number</c> equals <c>age: {type: number}</c>.</summary>
/// <remarks>
/// Fields are the texts that are known of a clip, by name: groups of the pattern or columns of the manifest; <c>label</c>, <c>speaker</c>,
/// <c>text</c> before the description's maps; <c>path</c>, and <c>name</c>, the file name without extension; then the columns of each table
/// under <c>metadata</c>. The first that states a name counts.
/// </remarks>
[ScalarShorthand("type")]
public sealed record ColumnOptions : IValidatedOptions
{
    /// <summary>Names or numbers. Default text.</summary>
    [JsonPropertyName("type")]
    public ColumnType Type { get; init; } = ColumnType.Text;

    /// <summary>
    /// Field that states the value, or a template with fields in braces, such as <c>Ses{session}{letter}</c>. Default: the field of the
    /// column's name.
    /// </summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>Value of every clip, such as the gender where all speakers are women; instead of a field.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>
    /// From codes to values, without regard to case; an empty value is missing. Empty: the code is the value. Otherwise every code must be
    /// listed.
    /// </summary>
    [JsonPropertyName("map")]
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Codes that state no value, such as NA. An empty code never does.</summary>
    [JsonPropertyName("missing"), OneOrMany]
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Names for ranges of the number that the field states; the column has them as text. Default null: none.</summary>
    [JsonPropertyName("bins"), ParameterIfGiven]
    public BinOptions? Bins { get; init; }

    /// <summary>Lowest and highest number that the column can have, such as <c>[1, 7]</c>; others are an error. Default null: any.</summary>
    [JsonPropertyName("range"), ParameterIfGiven]
    public IReadOnlyList<double>? Range { get; init; }

    /// <summary>True where a speaker has one value in all clips, such as gender: two are an error. Default false.</summary>
    [JsonPropertyName("per_speaker")]
    public bool IsPerSpeaker { get; init; }

    /// <summary>Of <c>label: {from: votes}</c>, the rule by which the votes decide. Default plurality.</summary>
    [JsonPropertyName("rule"), ParameterIfGiven]
    public VoteRule Rule { get; init; } = VoteRule.Plurality;

    /// <summary>Of <c>label: {from: votes}</c>, what becomes of clips whose most frequent labels have equally many votes. Default
    /// leave_out.</summary>
    [JsonPropertyName("ties"), ParameterIfGiven]
    public TieRule Ties { get; init; } = TieRule.LeaveOut;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (From is not null && Value is not null)
        {
            yield return new OptionProblem("value", "is given beside from, expected one of them. Remove one.");
        }

        if (From is not null && FieldTemplate.Problem(From) is { } problem)
        {
            yield return new OptionProblem("from", problem);
        }

        foreach (var alike in DatasetDescription.MapProblems("map", Map))
        {
            yield return alike;
        }

        if (Bins is not null && (Map.Count > 0 || Type == ColumnType.Number))
        {
            yield return new OptionProblem(
                "bins", "is given beside map or type: number, expected it alone: it makes names of numbers. Remove one.");
        }

        if (Range is not null && Type != ColumnType.Number)
        {
            yield return new OptionProblem("range", "is given for a column of text, expected type: number beside it.");
        }

        if (Range is not null && !(Range is [var low, var high] && low < high))
        {
            yield return new OptionProblem("range", "is not a lower and a higher number, expected two such as [1, 7].");
        }

        if (Type == ColumnType.Number)
        {
            foreach (var (key, value) in Map.Select(static pair => ($"map.{pair.Key}", pair.Value)).Append(("value", Value ?? "")))
            {
                if (value.Length > 0 && Number.Read(value) is null)
                {
                    yield return new OptionProblem(key, $"is '{value}', expected a number, for the column's type is number.");
                }
            }
        }
    }
}
