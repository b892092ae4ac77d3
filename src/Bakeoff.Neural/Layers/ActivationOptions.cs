using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>A non-linearity as a layer of its own.</summary>
[Kind("activation")]
[AlsoCalled("relu", "tanh", "sigmoid", "gelu")]
public sealed record ActivationOptions : LayerOptions
{
    /// <summary>Non-linear function. Default relu.</summary>
    [JsonPropertyName("function")]
    public ActivationFunction Function { get; init; } = ActivationFunction.Relu;

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new ActivationLayer(builder.Name, input, Function);
}
