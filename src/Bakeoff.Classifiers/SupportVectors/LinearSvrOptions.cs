using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector regression with linear kernel, as scikit-learn's SVR(kernel="linear"); for targets only.</summary>
[Kind("linear_svr")]
public sealed record LinearSvrOptions : RegressorOptions
{
    /// <summary>Penalty of an error beyond epsilon; small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <summary>Errors up to this cost nothing, in the units of the target. At least 0. Default 0.1.</summary>
    [JsonPropertyName("epsilon")]
    [Range(0.0, 1e9)]
    public double Epsilon { get; init; } = 0.1;

    /// <inheritdoc/>
    public override long TrainingBytes(long rows, int columns) => TrainingKernel.TrainingBytes(rows, columns);

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return SupportVectorRegression.Train(training, C, Epsilon, gamma: null, threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return SupportVectorRegression.Restore(arrays, isLinear: true);
    }
}
