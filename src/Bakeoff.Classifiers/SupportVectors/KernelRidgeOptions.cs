using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Ridge regression with a Gaussian kernel, on numbers less their mean, as scikit-learn's KernelRidge; for targets only.</summary>
[Kind("kernel_ridge")]
public sealed record KernelRidgeOptions : RegressorOptions
{
    /// <summary>Weight of the penalty; large values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("lambda")]
    [AlsoCalled("alpha")]
    [Range(1e-9, 1e9)]
    public double Lambda { get; init; } = 1;

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
        return KernelRidge.Train(training, Gamma ?? SupportVectorMachine.ScaleGamma(training.Rows), Lambda, threads);
    }

    /// <inheritdoc/>
    public override IRegressor RestoreRegressor(ClassifierArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var training = arrays.Take("training", -1, -1);
        var settings = arrays.Take("gamma_and_mean", 2).Values;
        var rows = new DesignMatrix(training.Values, (int)training.Shape[1]);
        var weights = arrays.Take("weights", rows.RowCount).Values;
        return new KernelRidge(rows, new SupportKernel(rows, settings[0]), weights, settings[0], settings[1]);
    }
}
