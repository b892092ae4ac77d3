using System.Text.Json.Serialization;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;

namespace Bakeoff.Neural.Optimizers;

/// <summary>The rule that updates the weights, as written under <c>training.optimizer</c>.</summary>
/// <remarks>An optimizer of another assembly is a record derived from this one with a <see cref="KindAttribute"/>; register its assembly
/// with <see cref="OptionKinds.Register"/>.</remarks>
[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<OptimizerOptions>))]
public abstract record OptimizerOptions : IValidatedOptions
{
    /// <summary>The name of this optimizer in YAML.</summary>
    [JsonIgnore]
    public string Kind => OptionKinds.NameOf(GetType());

    /// <summary>True if <c>weight_decay</c> has an effect.</summary>
    [JsonIgnore]
    public virtual bool HasWeightDecay => true;

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() => [];

    /// <summary>Creates the optimizer of one training.</summary>
    /// <param name="setting">The weights to update, and the settings that optimizers share.</param>
    public abstract Optimizer Create(OptimizerSetting setting);
}

/// <summary>The weights of a network and the settings that optimizers share.</summary>
public sealed class OptimizerSetting
{
    /// <summary>Takes the weights of a network, and settings of its training.</summary>
    /// <param name="network">The network whose weights an optimizer will change.</param>
    /// <param name="weightDecay"><c>training.weight_decay</c>.</param>
    /// <param name="momentum"><c>training.momentum</c>.</param>
    public OptimizerSetting(Network network, double weightDecay, double momentum)
    {
        ArgumentNullException.ThrowIfNull(network);
        (Store, WeightDecay, Momentum) = (network.Store, weightDecay, momentum);
    }

    /// <summary>Number of trained weights.</summary>
    public int WeightCount => Store.Values.Length;

    /// <summary><c>training.weight_decay</c>, from 0 to 1.</summary>
    public double WeightDecay { get; }

    /// <summary><c>training.momentum</c>, from 0 to below 1.</summary>
    public double Momentum { get; }

    internal ParameterStore Store { get; }
}
