using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;

namespace Bakeoff.Encoders.FineTuning;

/// <summary>
/// Transformer of a pretrained encoder as the first layer of a network, trained on from its weights, over the features of
/// <c>features: {kind: {encoder: {layer: convolutions}}}</c>. Trained by engine torchsharp; every engine predicts.
/// </summary>
[Kind("encoder")]
public sealed record EncoderOptions : LayerOptions
{
    /// <summary>The encoder, that of features. An experiment leaves it out. Default empty.</summary>
    [JsonPropertyName("model")]
    [NotAParameter("the content of the folder decides; its digest is an input")]
    public string Model { get; init; } = "";

    /// <summary>Layers of the transformer to take, from the first; null for all. Default null.</summary>
    [JsonPropertyName("layers")]
    [Range(1, 256)]
    public int? Layers { get; init; }

    /// <summary>
    /// Step size of the encoder's weights, beside training.learning_rate of the others; both follow the schedule. 0 leaves the encoder as it is.
    /// Default 0.00001.
    /// </summary>
    [JsonPropertyName("learning_rate")]
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 1e-5;

    /// <summary>
    /// Parts in which each batch is computed, whose gradients are added: memory for a part, the result of the whole, a pass forward more.
    /// Default 1.
    /// </summary>
    [JsonPropertyName("accumulate")]
    [Range(1, 16)]
    public int Accumulate { get; init; } = 1;

    /// <summary>Sizes and tensors of the layer.</summary>
    /// <exception cref="Storage.EncoderFormatException">The encoder's folder cannot be read.</exception>
    public EncoderForm ReadForm() => EncoderForm.Read(Model, Layers);

    /// <summary>
    /// Share of the values that training sets to zero in the state that enters the transformer and in what attention and feed-forward add to it.
    /// Default 0.
    /// </summary>
    [JsonPropertyName("dropout"), ParameterIfGiven]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>
    /// Numbers in which training multiplies matrices: float32, or bfloat16 for less time on graphics cards that have it; weights, sums, norms
    /// and all predictions stay in float32. Default float32.
    /// </summary>
    [JsonPropertyName("precision"), ParameterIfGiven]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ProductPrecision Precision { get; init; } = ProductPrecision.Float32;

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input)
    {
        ArgumentNullException.ThrowIfNull(builder);
        EncoderForm form;
        try
        {
            form = ReadForm();
        }
        catch (NotSupportedException exception)
        {
            throw new LayerShapeException(builder.Name, input, "an encoder that can be trained", exception.Message);
        }

        return input.IsSequence && input.Features == form.Inputs
            ? new EncoderLayer(builder, form, Model)
            : throw new LayerShapeException(
                builder.Name,
                input,
                FormattableString.Invariant($"[clips, frames, {form.Inputs}], the convolutions of {Model}"),
                "Set features: {kind: {encoder: {layer: convolutions}}}, and make encoder the first layer.");
    }
}
