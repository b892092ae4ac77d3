using System.Text.Json.Serialization;

namespace Bakeoff.Options.Sweeps;

/// <summary>A search whose later trials follow from how the earlier ones did on clips held out of training; never on test clips.</summary>
public abstract record SearchOptions : IValidatedOptions
{
    /// <summary>
    /// Metric to search by: validation_uar, validation_ccc, validation_accuracy, validation_loss, inner_uar or inner_ccc; with seeds its
    /// mean. Default null: inner_uar of a classifier, validation_uar of a network, of numbers inner_ccc and validation_ccc.
    /// </summary>
    [JsonPropertyName("objective")]
    public string? Objective { get; init; }

    /// <summary>Seed of the draws, apart from the experiment's own. Default 0.</summary>
    [JsonPropertyName("seed")]
    public ulong Seed { get; init; }

    /// <summary>Where the values of each dotted key are drawn from.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyDictionary<string, DrawOptions> Keys { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate()
    {
        if (Keys.Count == 0)
        {
            yield return new OptionProblem(
                "keys", "is empty, expected keys to search over. An example: training.learning_rate: {log_uniform: [0.0001, 0.01]}.");
        }

        if (Keys.ContainsKey("seed"))
        {
            yield return new OptionProblem(
                "keys",
                "has seed, expected settings: the luckiest seed is no finding. Remove it, and repeat trials with seeds: [1, 2, 3] if need be.");
        }

        foreach (var problem in DrawOptions.CheckConditions(Keys))
        {
            yield return problem;
        }

        if (Objective is { } objective && objective.StartsWith("test_", StringComparison.Ordinal))
        {
            var isOfNumbers = objective.Contains("ccc", StringComparison.Ordinal);
            var inner = isOfNumbers ? "validation_ccc, or inner_ccc" : "validation_uar, or inner_uar";
            yield return new OptionProblem(
                "objective",
                $"is {objective}, expected a metric of clips held out of training: whoever searches by the test clips has trained on them. "
                    + $"Use {inner} with a classifier.");
        }
        else if (Objective is not null && !SearchObjective.Names.Contains(Objective, StringComparer.Ordinal))
        {
            var advice = NearestName.Suggest(Objective, SearchObjective.Names, "Metrics are");
            yield return new OptionProblem("objective", $"is '{Objective}'. {advice}");
        }
    }
}
