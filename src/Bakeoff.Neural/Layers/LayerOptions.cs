using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>One layer of a network, as written under <c>model:</c>. The output layer is added by <see cref="Network.Create"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MaskingOptions), "masking")]
[JsonDerivedType(typeof(LstmOptions), "lstm")]
[JsonDerivedType(typeof(GruOptions), "gru")]
[JsonDerivedType(typeof(DenseOptions), "dense")]
[JsonDerivedType(typeof(DropoutOptions), "dropout")]
[JsonDerivedType(typeof(ReshapeOptions), "reshape")]
[JsonDerivedType(typeof(Conv1dOptions), "conv1d")]
[JsonDerivedType(typeof(MaxPooling1dOptions), "max_pooling1d")]
[JsonDerivedType(typeof(AveragePooling1dOptions), "average_pooling1d")]
[JsonDerivedType(typeof(GlobalAveragePoolingOptions), "global_average_pooling")]
[JsonDerivedType(typeof(AttentionPoolingOptions), "attention_pooling")]
[JsonDerivedType(typeof(BatchNormalizationOptions), "batch_normalization")]
[JsonDerivedType(typeof(LayerNormalizationOptions), "layer_normalization")]
[JsonDerivedType(typeof(ActivationOptions), "activation")]
public abstract record LayerOptions : IValidatedOptions
{
    /// <summary>The word that names this kind of layer in YAML and, with a number, the layer itself (<c>lstm_1</c>).</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() => [];

    /// <summary>Builds the layer for an input shape, or throws <see cref="LayerShapeException"/>.</summary>
    internal abstract Layer Build(LayerBuilder builder, LayerShape input);

    /// <summary>A problem when a count is below one.</summary>
    private protected static IEnumerable<OptionProblem> AtLeastOne(string key, int value)
    {
        if (value < 1)
        {
            yield return new OptionProblem(key, FormattableString.Invariant($"is {value}, expected at least 1. Raise it."));
        }
    }

    /// <summary>A problem when a dropout rate lies outside [0, 1).</summary>
    private protected static IEnumerable<OptionProblem> ShareBelowOne(string key, double value)
    {
        if (!(value >= 0 && value < 1))
        {
            yield return new OptionProblem(key, FormattableString.Invariant($"is {value}, expected at least 0 and below 1. It is the share of values set to zero."));
        }
    }
}
