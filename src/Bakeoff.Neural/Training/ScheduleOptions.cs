using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>Learning rate over the epochs, one value per epoch.</summary>
public sealed record ScheduleOptions : IValidatedOptions
{
    /// <summary>Shape of the schedule after the warm-up. Default constant.</summary>
    [JsonPropertyName("kind")]
    public LearningRateSchedule Kind { get; init; } = new ConstantSchedule();

    /// <summary>Epochs that raise the rate in equal steps to its full value: epoch e of w uses e / w. Range 0..100000. Default 0.</summary>
    [JsonPropertyName("warm_up_epochs")]
    [Range(0, 100000)]
    public int WarmUpEpochs { get; init; }

    /// <summary>Epochs between steps (step), or epochs without improvement (on_plateau). Range 1..100000. Default 10.</summary>
    [JsonPropertyName("every_epochs")]
    [Range(1, 100000)]
    public int EveryEpochs { get; init; } = 10;

    /// <summary>Multiplier of step and on_plateau. Range above 0 to below 1. Default 0.5.</summary>
    [JsonPropertyName("factor")]
    public double Factor { get; init; } = 0.5;

    /// <summary>Smallest learning rate. Range 0..10. Default 0.</summary>
    [JsonPropertyName("minimum")]
    [Range(0.0, 10.0)]
    public double Minimum { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var problem in Kind.Validate())
        {
            yield return new OptionProblem(problem.Key.Length == 0 ? "kind" : "kind." + problem.Key, problem.Message);
        }

        if (WarmUpEpochs < 0)
        {
            yield return Problem("warm_up_epochs", $"is {WarmUpEpochs}, expected 0 or more. Use 0 to turn it off.");
        }

        if (EveryEpochs < 1)
        {
            yield return Problem("every_epochs", $"is {EveryEpochs}, expected at least 1. Raise it.");
        }

        if (!(Factor > 0 && Factor < 1))
        {
            yield return Problem("factor", $"is {Factor}, expected above 0 and below 1. The usual value is 0.5.");
        }

        if (!(Minimum >= 0 && Minimum <= 10))
        {
            yield return Problem("minimum", $"is {Minimum}, expected 0 to 10. Use 0 for no lower bound.");
        }
    }

    private static OptionProblem Problem(string key, FormattableString message) => new(key, FormattableString.Invariant(message));
}
