using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Sets a random share of values to zero while training and scales the rest by 1 / (1 - rate); identity otherwise.</summary>
[Kind("dropout")]
[AlsoCalled("drop")]
public sealed record DropoutOptions : LayerOptions
{
    /// <summary>Share of values set to zero. Range 0 to below 1. Default 0.2.</summary>
    [AlsoCalled("p", "prob", "probability")]
    [JsonPropertyName("rate")]
    public double Rate { get; init; } = 0.2;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => ShareBelowOne("rate", Rate);

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new DropoutLayer(builder.Name, input, Rate);
}
