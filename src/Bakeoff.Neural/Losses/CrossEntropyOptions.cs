using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Losses;

/// <summary>Softmax cross-entropy with class weights and label smoothing, of labels or of shares of votes.</summary>
[Kind("cross_entropy")]
[AlsoCalled("ce", "categorical_crossentropy", "nll")]
public sealed record CrossEntropyOptions : LossOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesShares => true;

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new CrossEntropyLoss([.. setting.ClassWeights], setting.LabelSmoothing);
    }
}

/// <summary>Kullback-Leibler divergence of the predicted from the voted shares of the classes: cross-entropy less the votes' entropy, with the same
/// gradient; 0 is reached where both are the same. Of labels it is the cross-entropy.</summary>
[Kind("kl_divergence")]
[AlsoCalled("kl", "kldiv", "kl_div")]
public sealed record KlDivergenceOptions : LossOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesShares => true;

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new CrossEntropyLoss([.. setting.ClassWeights], setting.LabelSmoothing, isDivergence: true);
    }
}
