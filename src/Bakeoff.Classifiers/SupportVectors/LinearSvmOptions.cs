using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector machine with linear kernel, one against one, as scikit-learn's SVC(kernel="linear").</summary>
[Kind("linear_svm")]
[AlsoCalled("linear_svc")]
public sealed record LinearSvmOptions : ClassifierOptions
{
    /// <summary>Penalty of a training clip on the wrong side; small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override long TrainingBytes(long rows, int columns) => TrainingKernel.TrainingBytes(rows, columns);

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return SupportVectorMachine.TrainEach([(C, null)], training, threads).Single();
    }

    /// <inheritdoc/>
    public override IEnumerable<IClassifier> TrainEach(
        IReadOnlyList<ClassifierOptions> family, TrainingRows training, ulong seed, int threads) =>
        SupportVectorMachine.TrainEach(
            [.. family.Cast<LinearSvmOptions>().Select(static member => (member.C, (double?)null))], training, threads);

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return SupportVectorMachine.Restore(arrays, classCount, isLinear: true);
    }
}
