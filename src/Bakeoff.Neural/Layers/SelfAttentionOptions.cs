using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Multi-head scaled dot-product attention of all live frames of a clip to each other; no residual, no normalisation.</summary>
/// <remarks>
/// Source: Vaswani et al., 2017, section 3.2; PyTorch's nn.MultiheadAttention with its layouts. The output has the width of the input. Memory
/// grows with the frames of a clip and not with their square.
/// </remarks>
[Kind("self_attention")]
[AlsoCalled("multi_head_attention", "multihead_attention", "mha")]
public sealed record SelfAttentionOptions : LayerOptions
{
    /// <summary>Heads, each with its own part of the features; their number must divide that of the features. Range 1..256. Default 4.</summary>
    [AlsoCalled("num_heads", "n_heads", "nhead")]
    [JsonPropertyName("heads")]
    [Range(1, 256)]
    public int Heads { get; init; } = 4;

    /// <summary>Share of the attention weights that is dropped while training. Range 0 to below 1. Default 0.</summary>
    [JsonPropertyName("dropout")]
    public double Dropout { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => [.. AtLeastOne("heads", Heads), .. ShareBelowOne("dropout", Dropout)];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input)
    {
        CheckHeads(builder.Name, input, Heads);
        return new ChainLayer(builder.Name, [.. Parts(builder, input, Heads, Dropout)]);
    }

    /// <summary>Throws if features cannot be cut into a part for each head.</summary>
    internal static void CheckHeads(string name, LayerShape input, int heads)
    {
        input.RequireFrames(name);

        if (input.Features % heads != 0)
        {
            throw new LayerShapeException(
                name,
                input,
                FormattableString.Invariant($"a multiple of {heads} features, as many for each of the {heads} heads"),
                FormattableString.Invariant($"Change heads, or put dense: {{units: {(input.Features / heads * heads) + heads}}} before it."));
        }
    }

    /// <summary>Layers that together are the attention: queries, keys and values side by side, the heads, and the output.</summary>
    internal static IEnumerable<Layer> Parts(LayerBuilder builder, LayerShape input, int heads, double dropout)
    {
        var projection = new DenseLayer(builder.Part("in_proj", '_'), input, 3 * input.Features, ActivationFunction.Linear);
        var attention = new AttentionHeadsLayer(builder.Name, projection.Output, heads, dropout);
        return [projection, attention, new DenseLayer(builder.Part("out_proj"), input, input.Features, ActivationFunction.Linear)];
    }
}
