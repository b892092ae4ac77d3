using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>One layer of a network, as written under <c>model:</c>. The output layer is added by the network.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
public abstract record LayerOptions : IValidatedOptions
{
    /// <summary>The name of this kind of layer in YAML; with a number, the name of the layer itself (<c>lstm_1</c>).</summary>
    [JsonIgnore]
    public string Kind => OptionKinds.NameOf(GetType());

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() => [];

    /// <summary>Builds the layer.</summary>
    /// <param name="builder">Name of the layer and the source of its tensors.</param>
    /// <param name="input">Shape of the rows that the layer will receive.</param>
    /// <exception cref="LayerShapeException">The layer cannot work on that shape.</exception>
    public abstract Layer Build(LayerBuilder builder, LayerShape input);

    /// <summary>A problem if a count is below one.</summary>
    /// <param name="key">YAML key of the count.</param>
    /// <param name="value">The count.</param>
    protected static IEnumerable<OptionProblem> AtLeastOne(string key, int value)
    {
        if (value < 1)
        {
            yield return new OptionProblem(key, FormattableString.Invariant($"is {value}, expected at least 1. Raise it."));
        }
    }

    /// <summary>A problem if a dropout rate lies outside [0, 1).</summary>
    /// <param name="key">YAML key of the rate.</param>
    /// <param name="value">The rate.</param>
    protected static IEnumerable<OptionProblem> ShareBelowOne(string key, double value)
    {
        if (!(value >= 0 && value < 1))
        {
            yield return new OptionProblem(
                key,
                FormattableString.Invariant($"is {value}, expected at least 0 and below 1. It is the share of values set to zero."));
        }
    }
}
