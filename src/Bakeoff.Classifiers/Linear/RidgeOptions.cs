using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Linear regression with an L2 penalty and a free intercept, as scikit-learn's Ridge; for targets only.</summary>
[Kind("ridge")]
public sealed record RidgeOptions : RegressorOptions
{
    /// <summary>Weight of the squared coefficients beside the squared errors; large values regularise strongly. Above 0.
    /// Default 1.</summary>
    [JsonPropertyName("lambda")]
    [AlsoCalled("alpha")]
    [Range(1e-9, 1e9)]
    public double Lambda { get; init; } = 1;

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return RidgeRegression.Train(training, Lambda, threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return new RidgeRegression(arrays.Take("coefficients", -1).Values);
    }
}
