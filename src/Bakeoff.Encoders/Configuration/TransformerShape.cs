using System.Globalization;

namespace Bakeoff.Encoders.Configuration;

/// <summary>Form of a stack of transformer layers.</summary>
internal sealed record TransformerShape
{
    /// <summary>Values of a hidden state.</summary>
    public required int Width { get; init; }

    /// <summary>Layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Heads of attention.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Units between the two products of a feed-forward part.</summary>
    public required int InnerWidth { get; init; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public required float Epsilon { get; init; }

    /// <summary>True to normalise before attention and feed-forward instead of after them.</summary>
    public required bool IsPreNorm { get; init; }

    /// <summary>Values of one head.</summary>
    public int HeadWidth => Width / HeadCount;

    /// <summary>Reads the form under the family's own keys.</summary>
    public static TransformerShape Read(JsonSettings config, bool isWhisper)
    {
        var shape = isWhisper
            ? new TransformerShape
            {
                Width = config.Count("d_model", 384),
                LayerCount = config.Count("encoder_layers", 4),
                HeadCount = config.Count("encoder_attention_heads", 6),
                InnerWidth = config.Count("encoder_ffn_dim", 1536),
                Epsilon = 1e-5f,
                IsPreNorm = true,
            }
            : new TransformerShape
            {
                Width = config.Count("hidden_size", 768),
                LayerCount = config.Count("num_hidden_layers", 12),
                HeadCount = config.Count("num_attention_heads", 12),
                InnerWidth = config.Count("intermediate_size", 3072),
                Epsilon = (float)config.Number("layer_norm_eps", 1e-5),
                IsPreNorm = config.Flag("do_stable_layer_norm", fallback: false),
            };
        config.Require(isWhisper ? "activation_function" : "hidden_act", "gelu");
        return shape.Width % shape.HeadCount == 0
            ? shape
            : throw config.Wrong(
                isWhisper ? "encoder_attention_heads" : "num_attention_heads",
                shape.HeadCount.ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"a divisor of the width {shape.Width}"));
    }
}
