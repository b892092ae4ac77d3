using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Drops frames in which every feature equals <see cref="MaskValue"/>; must be the first layer.</summary>
/// <remarks>
/// Clips are never padded inside a network: they are packed by length, and each step computes live clips only. This layer removes padding
/// that the features themselves contain. It compares the values as stored, before standardisation.
/// </remarks>
[Kind("masking")]
[AlsoCalled("mask")]
public sealed record MaskingOptions : LayerOptions
{
    /// <summary>Value that marks a padded frame. Default 0.</summary>
    [JsonPropertyName("mask_value")]
    public float MaskValue { get; init; }

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) =>
        builder.Position == 0 && input.IsSequence
            ? new MaskingLayer(builder.Name, input, MaskValue)
            : throw new LayerShapeException(
                builder.Name,
                input,
                "the frames of the clips, as the first layer",
                "Move masking to the top of model.");
}
