using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>
/// Transformer encoder with normalisation before each part: x + attention(norm(x)), then x + feed-forward(norm(x)), layer by layer, and a last
/// layer normalisation. The output has the width of the input.
/// </summary>
/// <remarks>
/// Source: Vaswani et al., 2017, in the form of Xiong et al., 2020; PyTorch's nn.TransformerEncoder of layers with norm_first=True and a norm,
/// with its names and layouts. Frames have no order for it: put positions before it.
/// </remarks>
[Kind("transformer")]
[AlsoCalled("transformer_encoder", "encoder")]
public sealed record TransformerOptions : LayerOptions
{
    /// <summary>Encoder layers one after another. Range 1..64. Default 2.</summary>
    [AlsoCalled("num_layers", "n_layers", "blocks", "depth")]
    [JsonPropertyName("layers")]
    [Range(1, 64)]
    public int Layers { get; init; } = 2;

    /// <summary>Units of the feed-forward part of each layer, PyTorch's dim_feedforward; not the width of the output. Range 1..65536.
    /// Default 128.</summary>
    [AlsoCalled("feed_forward", "dim_feedforward", "d_ff", "ffn_dim", "mlp_dim")]
    [JsonPropertyName("units")]
    [Range(1, 65536)]
    public int Units { get; init; } = 128;

    /// <summary>Heads, each with its own part of the features; their number must divide that of the features. Range 1..256. Default 4.</summary>
    [AlsoCalled("num_heads", "n_heads", "nhead")]
    [JsonPropertyName("heads")]
    [Range(1, 256)]
    public int Heads { get; init; } = 4;

    /// <summary>Share of the attention weights, of the feed-forward units and of what each part adds that is dropped while training.
    /// Range 0 to below 1. Default 0.1.</summary>
    [JsonPropertyName("dropout")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Non-linearity of the feed-forward part. Default relu.</summary>
    [JsonPropertyName("activation")]
    public ActivationFunction Activation { get; init; } = ActivationFunction.Relu;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() =>
        [
            .. AtLeastOne("layers", Layers), .. AtLeastOne("units", Units), .. AtLeastOne("heads", Heads),
            .. ShareBelowOne("dropout", Dropout),
        ];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input)
    {
        SelfAttentionOptions.CheckHeads(builder.Name, input, Heads);
        var layers = new List<Layer>();
        for (var number = 0; number < Layers; number++)
        {
            var layer = builder.Part(FormattableString.Invariant($"layers.{number}"));
            layers.Add(Attention(layer, input));
            layers.Add(FeedForward(layer, input));
        }

        layers.Add(Norm(builder.Part("norm"), input));
        return new ChainLayer(builder.Name, layers);
    }

    private ResidualLayer Attention(LayerBuilder builder, LayerShape input) =>
        new(
            builder.Part("attention").Name,
            [
                Norm(builder.Part("norm1"), input),
                .. SelfAttentionOptions.Parts(builder.Part("self_attn"), input, Heads, Dropout),
                .. Drop(builder.Part("dropout1"), input),
            ]);

    private ResidualLayer FeedForward(LayerBuilder builder, LayerShape input)
    {
        var inner = new DenseLayer(builder.Part("linear1"), input, Units, Activation);
        return new ResidualLayer(
            builder.Part("feed_forward").Name,
            [
                Norm(builder.Part("norm2"), input),
                inner,
                .. Drop(builder.Part("dropout"), inner.Output),
                new DenseLayer(builder.Part("linear2"), inner.Output, input.Features, ActivationFunction.Linear),
                .. Drop(builder.Part("dropout2"), input),
            ]);
    }

    private static Layer Norm(LayerBuilder builder, LayerShape input) => new LayerNormalizationOptions().Build(builder, input);

    private IEnumerable<Layer> Drop(LayerBuilder builder, LayerShape input) =>
        Dropout > 0 ? [new DropoutLayer(builder.Name, input, Dropout)] : [];
}
