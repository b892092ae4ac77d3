using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Losses;

/// <summary>The loss that training minimises, as written under <c>training.loss</c>.</summary>
/// <remarks>A loss of another assembly is a record derived from this one with a <see cref="KindAttribute"/>; register its assembly with
/// <see cref="OptionKinds.Register"/>.</remarks>
[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<LossOptions>))]
public abstract record LossOptions : IValidatedOptions
{
    /// <summary>The name of this loss in YAML.</summary>
    [JsonIgnore]
    public string Kind => OptionKinds.NameOf(GetType());

    /// <summary>True for a loss of numbers ([rows, targets]), false for one of classes. Default false.</summary>
    [JsonIgnore]
    public virtual bool IsForTargets => false;

    /// <summary>True if every target needs two different values to learn from, as a correlation does. Default false.</summary>
    [JsonIgnore]
    public virtual bool NeedsVariedTargets => false;

    /// <summary>True for a loss of classes that takes <see cref="Data.BatchTruth.Shares"/> in place of labels. Default false.</summary>
    [JsonIgnore]
    public virtual bool TakesShares => false;

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() => [];

    /// <summary>Creates the loss.</summary>
    /// <param name="setting">Class weights and label smoothing of the training.</param>
    public abstract Loss Create(LossSetting setting);
}

/// <summary>Settings of a training that all losses share.</summary>
/// <param name="ClassWeights">Weight of each class, all 1 unless the options say otherwise; as many as there are classes; empty for
/// targets.</param>
/// <param name="LabelSmoothing">Share of each target spread evenly over all classes, from 0 to below 1. A loss may ignore it.</param>
public sealed record LossSetting(IReadOnlyList<double> ClassWeights, double LabelSmoothing);
