using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Losses;

/// <summary>1 - CCC over the clips of a batch, mean over targets. Small batches bias it: take 32 clips or more.</summary>
[Kind("ccc")]
[AlsoCalled("ccc_loss", "concordance")]
public sealed record CccOptions : LossOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsForTargets => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsVariedTargets => true;

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting) => new CccLoss();
}

/// <summary>Mean squared error in standard deviations of the training clips, mean over targets.</summary>
[Kind("mse")]
[AlsoCalled("mean_squared_error", "l2_loss")]
public sealed record MseOptions : LossOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsForTargets => true;

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting) => DifferenceLoss.Squared();
}

/// <summary>Mean absolute error in standard deviations of the training clips, mean over targets.</summary>
[Kind("mae")]
[AlsoCalled("mean_absolute_error", "l1", "l1_loss")]
public sealed record MaeOptions : LossOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsForTargets => true;

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting) => DifferenceLoss.Absolute();
}

/// <summary>Huber's loss in standard deviations of the training clips, mean over targets: squared for small errors, linear for large
/// ones.</summary>
[Kind("huber")]
[AlsoCalled("smooth_l1", "huber_loss")]
public sealed record HuberOptions : LossOptions
{
    /// <summary>Error from which on the loss is linear, in standard deviations of the target in training. Above 0. Default 1.</summary>
    [JsonPropertyName("delta")]
    public double Delta { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsForTargets => true;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (!(Delta > 0 && double.IsFinite(Delta)))
        {
            yield return new OptionProblem("delta", FormattableString.Invariant($"is {Delta}, expected above 0. The usual value is 1."));
        }
    }

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting) => DifferenceLoss.Huber(Delta);
}

/// <summary>A weighted sum of losses of numbers, such as {ccc: 1, mse: 0.5}.</summary>
[Kind("mixed")]
public sealed record MixedOptions : LossOptions
{
    /// <summary>Weight of ccc. Default 0: left out.</summary>
    [JsonPropertyName("ccc")]
    [Range(0.0, 1e6)]
    public double Ccc { get; init; }

    /// <summary>Weight of mse. Default 0: left out.</summary>
    [JsonPropertyName("mse")]
    [Range(0.0, 1e6)]
    public double Mse { get; init; }

    /// <summary>Weight of mae. Default 0: left out.</summary>
    [JsonPropertyName("mae")]
    [Range(0.0, 1e6)]
    public double Mae { get; init; }

    /// <summary>Weight of huber with delta 1. Default 0: left out.</summary>
    [JsonPropertyName("huber")]
    [Range(0.0, 1e6)]
    public double Huber { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsForTargets => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsVariedTargets => Ccc > 0;

    private IReadOnlyList<(string Name, double Weight, LossOptions Loss)> Parts =>
    [
        ("ccc", Ccc, new CccOptions()),
        ("mse", Mse, new MseOptions()),
        ("mae", Mae, new MaeOptions()),
        ("huber", Huber, new HuberOptions()),
    ];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        foreach (var (name, weight, _) in Parts.Where(static part => !(part.Weight is >= 0 and <= 1e6)))
        {
            yield return new OptionProblem(name, FormattableString.Invariant($"is {weight}, expected 0 to 1000000. Leave it out for 0."));
        }

        if (Parts.All(static part => part.Weight == 0))
        {
            yield return new OptionProblem("ccc", "and all other weights are 0, expected at least one above. Write {ccc: 1, mse: 0.5}.");
        }
    }

    /// <inheritdoc/>
    public override Loss Create(LossSetting setting) =>
        new MixedLoss([.. Parts.Where(static part => part.Weight > 0).Select(part => (part.Weight, part.Loss.Create(setting)))]);
}
