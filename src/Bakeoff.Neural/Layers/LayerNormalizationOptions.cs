using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Normalises each row over its features, then scales and shifts.</summary>
[Kind("layer_normalization")]
[AlsoCalled("layernorm", "layer_norm", "ln")]
public sealed record LayerNormalizationOptions : LayerOptions
{
    /// <summary>Added to the variance. Positive. Default 1e-5.</summary>
    [JsonPropertyName("epsilon")]
    public double Epsilon { get; init; } = 1e-5;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (!(Epsilon > 0))
        {
            yield return new OptionProblem(
                "epsilon",
                FormattableString.Invariant($"is {Epsilon}, expected above 0. The usual value is 1e-5."));
        }
    }

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new LayerNormalizationLayer(builder, input, (float)Epsilon);
}
