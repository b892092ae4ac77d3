using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Several experiments whose predictions become one, such as <c>ensemble: {of: [a, b], by: stacking}</c>.</summary>
public sealed record EnsembleOptions : IValidatedOptions
{
    /// <summary>Sections that are never null and that only the members have.</summary>
    internal static readonly IReadOnlyList<string> KeysOfMembers = ["features", "engine"];

    /// <summary>Names of experiments of the project with the same clips, labels and test clips in every fold; one with seeds or a sweep
    /// stands for all its members.</summary>
    [JsonPropertyName("of"), MinLength(1), OneOrMany]
    public required IReadOnlyList<string> Of { get; init; }

    /// <summary>Rule that combines the members: mean, logit_mean (of log-probabilities), stacking (logistic regression over log-probabilities,
    /// fitted on clips that each member held out). Default mean.</summary>
    [JsonPropertyName("by")]
    public FusionRule By { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => Of
        .GroupBy(static name => name, StringComparer.Ordinal)
        .Where(static same => same.Skip(1).Any())
        .Take(1)
        .Select(static same => new OptionProblem("of", $"names {same.Key} twice, expected each experiment once. Remove one."));
}
