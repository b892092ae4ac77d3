using Bakeoff.Options;

namespace Bakeoff.Neural.Losses;

/// <summary>Softmax cross-entropy with class weights and label smoothing.</summary>
[Kind("cross_entropy")]
[AlsoCalled("ce", "categorical_crossentropy", "nll")]
public sealed record CrossEntropyOptions : LossOptions
{
    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new CrossEntropyLoss([.. setting.ClassWeights], setting.LabelSmoothing);
    }
}
