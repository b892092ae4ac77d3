using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Losses;

/// <summary>Focal loss: cross-entropy that counts clips less the better they are classified already.</summary>
[Kind("focal")]
[AlsoCalled("focal_loss")]
public sealed record FocalOptions : LossOptions
{
    /// <summary>Exponent of 1 - p: how much less a well classified clip counts; 0 is cross-entropy. Range 0..10. Default 2.</summary>
    [JsonPropertyName("gamma")]
    [Range(0.0, 10.0)]
    public double Gamma { get; init; } = 2;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (!(Gamma is >= 0 and <= 10))
        {
            yield return new OptionProblem("gamma", FormattableString.Invariant($"is {Gamma}, expected 0 to 10. The usual value is 2."));
        }
    }

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new FocalLoss([.. setting.ClassWeights], setting.LabelSmoothing, Gamma);
    }
}
