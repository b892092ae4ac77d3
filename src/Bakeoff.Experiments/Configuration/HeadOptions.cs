using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Neural.Losses;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Loss and weight of the label, or of one column of numbers, that a network learns beside others.</summary>
public sealed record HeadOptions : IValidatedOptions
{
    /// <summary>Loss of this head. Default null: cross_entropy for the label, ccc for a number.</summary>
    [JsonPropertyName("loss")]
    public LossOptions? Loss { get; init; }

    /// <summary>Weight of the loss in the sum over the heads; above 0. Default 1.</summary>
    [JsonPropertyName("weight"), Range(0.0, 1e6)]
    public double Weight { get; init; } = 1;

    /// <summary>Labels that say that a clip has none, such as those without a majority of raters: such a clip adds nothing to loss and
    /// metrics of the label. Only of the head label. Default: none.</summary>
    [JsonPropertyName("missing"), OneOrMany]
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(Weight is > 0 and <= 1e6))
        {
            yield return new OptionProblem(
                "weight", FormattableString.Invariant($"is {Weight}, expected above 0 and at most 1000000. Leave the head out for 0."));
        }

        foreach (var (key, message) in Loss?.Validate() ?? [])
        {
            yield return new OptionProblem($"loss.{Loss!.Kind}.{key}", message);
        }
    }

    /// <summary>The loss, that of a label or of a number where none is given.</summary>
    /// <param name="isLabel">True for the head of the label.</param>
    internal LossOptions LossOf(bool isLabel) => Loss ?? (isLabel ? new CrossEntropyOptions() : new CccOptions());
}
