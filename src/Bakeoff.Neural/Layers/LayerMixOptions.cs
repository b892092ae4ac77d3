using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Weighted mean of the hidden states of an encoder that lie side by side in each row; weights are a softmax and are trained.</summary>
/// <remarks>Source: Yang et al., SUPERB, 2021; without the common factor of Peters et al., 2018. All weights are equal at first.</remarks>
[Kind("layer_mix")]
[AlsoCalled("weighted_sum", "layer_weighting")]
public sealed record LayerMixOptions : LayerOptions
{
    /// <summary>
    /// States side by side: one more than the layers of the encoder behind features.kind.encoder.layer: mix, 13 for one of base size.
    /// Range 2..256. Default 13.
    /// </summary>
    [JsonPropertyName("states")]
    [Range(2, 256)]
    public int States { get; init; } = 13;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => AtLeastOne("states", States);

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new LayerMixLayer(builder, input, States);
}
