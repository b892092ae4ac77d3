using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>Where a corpus states what its raters chose: a field for each rater, or for each label a field with the number of votes.</summary>
public sealed record VoteOptions : IValidatedOptions
{
    /// <summary>Fields with the code of the label that each rater chose; empty where a rater did not rate the clip. Codes are mapped by
    /// <c>labels</c>, and one that is mapped to nothing is no vote.</summary>
    [JsonPropertyName("raters"), OneOrMany]
    public IReadOnlyList<string> Raters { get; init; } = [];

    /// <summary>From labels to the fields with their numbers of votes, such as <c>counts: {angry: A, sad: S}</c>.</summary>
    [JsonPropertyName("counts")]
    public IReadOnlyDictionary<string, string> Counts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Codes of raters that are no vote, such as NA. An empty code never is one.</summary>
    [JsonPropertyName("missing"), OneOrMany]
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The fields that are read.</summary>
    internal IEnumerable<string> Fields => Raters.Count > 0 ? Raters : Counts.Values;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Raters.Count > 0 == Counts.Count > 0)
        {
            yield return new OptionProblem(
                "raters",
                Raters.Count > 0
                    ? "is given beside counts, expected one of them. Remove one."
                    : "and counts are both missing, expected one of them. Name the raters' fields, or for each label the field of its votes.");
        }

        if (Raters.Count == 1)
        {
            yield return new OptionProblem("raters", "has one item, expected two raters or more. Read a single one by label: {from: FIELD}.");
        }

        if (Counts.Count == 1)
        {
            yield return new OptionProblem("counts", "has one label, expected two or more. List the others.");
        }

        foreach (var (key, fields) in new[] { ("raters", Raters), ("counts", [.. Counts.Values]) })
        {
            if (fields.GroupBy(static field => field, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any()) is { } twice)
            {
                yield return new OptionProblem(key, $"has the field '{twice.Key}' twice, expected each once. Remove one.");
            }
        }
    }
}

/// <summary>The rule by which votes decide on a clip's label.</summary>
public enum VoteRule
{
    /// <summary>The label with most votes.</summary>
    Plurality,

    /// <summary>The label with more than half of the votes; clips without one are left out.</summary>
    Majority,

    /// <summary>As plurality, and networks learn the shares of the votes in place of the label.</summary>
    Soft,
}

/// <summary>Treatment of a clip whose most frequent labels have equally many votes.</summary>
public enum TieRule
{
    /// <summary>It is left out and counted.</summary>
    LeaveOut,

    /// <summary>The first of them in ordinal order is its label.</summary>
    First,
}
