using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Fully connected layer: activation(x Wᵀ + b), on each clip, or on each frame of a sequence.</summary>
[Kind("dense")]
[AlsoCalled("linear", "fc", "fully_connected")]
public sealed record DenseOptions : LayerOptions
{
    /// <summary>Outputs. Range 1..65536. Default 64.</summary>
    [AlsoCalled("hidden_size", "hidden", "hidden_units", "size", "out_features")]
    [JsonPropertyName("units")]
    [Range(1, 65536)]
    public int Units { get; init; } = 64;

    /// <summary>Non-linearity after the affine map. Default linear.</summary>
    [JsonPropertyName("activation")]
    public ActivationFunction Activation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => AtLeastOne("units", Units);

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new DenseLayer(builder, input, Units, Activation);
}
