using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Sweeps;

/// <summary>
/// Successive halving: many trials at random with little effort each, then the best of them with more, until few have the whole.
/// </summary>
/// <remarks>Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", 2016.</remarks>
public sealed record HalvingSweepOptions : SearchOptions
{
    /// <summary>Number of trials in the first round, before seeds. Range 2..10000.</summary>
    [JsonPropertyName("trials"), Range(2, 10_000)]
    public required int Trials { get; init; }

    /// <summary>
    /// Key of the whole number that says how much effort a trial is given: training.epochs, split.train_clips, or the rounds or trees of a
    /// candidate, such as classifier.candidates.0.random_forest.trees. Default training.epochs.
    /// </summary>
    [JsonPropertyName("by")]
    public string By { get; init; } = "training.epochs";

    /// <summary>Least effort of a trial in the first round, at least 1.</summary>
    [JsonPropertyName("from"), Range(1, int.MaxValue)]
    public required int From { get; init; }

    /// <summary>Effort in the last round, above from.</summary>
    [JsonPropertyName("to"), Range(2, int.MaxValue)]
    public required int To { get; init; }

    /// <summary>One of so many trials goes on to the next round, with so many times the effort. Range 2..10. Default 3.</summary>
    [JsonPropertyName("factor"), Range(2, 10)]
    public int Factor { get; init; } = 3;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        foreach (var problem in base.Validate())
        {
            yield return problem;
        }

        if (To < From * (long)Factor)
        {
            yield return new OptionProblem(
                "to",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {To}, expected at least from ({From}) times factor ({Factor}), so that there are two rounds. Raise it, or lower "
                        + $"from."));
        }

        if (Keys.ContainsKey(By))
        {
            yield return new OptionProblem("keys", $"has {By}, by which the rounds differ, expected other keys. Remove it, or change by.");
        }
    }
}
