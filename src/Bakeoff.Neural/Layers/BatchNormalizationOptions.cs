using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Normalises each feature over the batch's live rows while training, by
/// running statistics otherwise; PyTorch's variant.</summary>
[Kind("batch_normalization")]
[AlsoCalled("batchnorm", "batch_norm", "bn")]
public sealed record BatchNormalizationOptions : LayerOptions
{
    /// <summary>Weight of the newest batch in the running statistics. Range above 0 to 1.
    /// Default 0.1 (Keras calls 1 minus this momentum).</summary>
    [JsonPropertyName("momentum")]
    public double Momentum { get; init; } = 0.1;

    /// <summary>Added to the variance. Positive. Default 1e-5.</summary>
    [JsonPropertyName("epsilon")]
    public double Epsilon { get; init; } = 1e-5;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (!(Momentum > 0 && Momentum <= 1))
        {
            yield return new OptionProblem(
                "momentum",
                FormattableString.Invariant($"is {Momentum}, expected above 0 and at most 1. The usual value is 0.1."));
        }

        if (!(Epsilon > 0))
        {
            yield return new OptionProblem(
                "epsilon",
                FormattableString.Invariant($"is {Epsilon}, expected above 0. The usual value is 1e-5."));
        }
    }

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) =>
        new BatchNormalizationLayer(builder, input, (float)Momentum, (float)Epsilon);
}
