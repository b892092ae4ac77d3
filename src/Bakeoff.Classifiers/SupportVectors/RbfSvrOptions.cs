using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector regression with Gaussian kernel, as scikit-learn's SVR; for targets only.</summary>
[Kind("rbf_svr")]
[AlsoCalled("svr", "epsilon_svr")]
public sealed record RbfSvrOptions : RegressorOptions
{
    /// <summary>Penalty of an error beyond epsilon; small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <summary>Errors up to this cost nothing, in the units of the target. At least 0. Default 0.1.</summary>
    [JsonPropertyName("epsilon")]
    [Range(0.0, 1e9)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Inverse width: the kernel is exp(-gamma d^2). Above 0. Default: 1 / (features x variance of all training values),
    /// scikit-learn's "scale".</summary>
    [JsonPropertyName("gamma")]
    [Range(1e-12, 1e6)]
    public double? Gamma { get; init; }

    /// <inheritdoc/>
    public override long TrainingBytes(long rows, int columns) => TrainingKernel.TrainingBytes(rows, columns);

    /// <inheritdoc/>
    public override IRegressor TrainRegressor(TargetRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return SupportVectorRegression.Train(
            training, C, Epsilon, Gamma ?? SupportVectorMachine.ScaleGamma(training.Rows), threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return SupportVectorRegression.Restore(arrays, isLinear: false);
    }
}
