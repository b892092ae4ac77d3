using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector machine with Gaussian kernel, one against one, as scikit-learn's SVC.</summary>
[Kind("rbf_svm")]
[AlsoCalled("svm", "svc")]
public sealed record RbfSvmOptions : ClassifierOptions
{
    /// <summary>Penalty of a training clip on the wrong side; small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <summary>Inverse width: the kernel is exp(-gamma d^2). Above 0. Default: 1 / (features x variance of all training values),
    /// scikit-learn's "scale".</summary>
    [JsonPropertyName("gamma")]
    [Range(1e-12, 1e6)]
    public double? Gamma { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override long TrainingBytes(long rows, int columns) => TrainingKernel.TrainingBytes(rows, columns);

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return TrainEach([this], training, seed, threads).Single();
    }

    /// <inheritdoc/>
    public override IEnumerable<IClassifier> TrainEach(
        IReadOnlyList<ClassifierOptions> family, TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        var scale = new Lazy<double>(() => SupportVectorMachine.ScaleGamma(training.Rows));
        return SupportVectorMachine.TrainEach(
            [.. family.Cast<RbfSvmOptions>().Select(member => (member.C, (double?)(member.Gamma ?? scale.Value)))], training, threads);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return SupportVectorMachine.Restore(arrays, classCount, isLinear: false);
    }
}
