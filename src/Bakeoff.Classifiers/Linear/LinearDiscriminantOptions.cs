using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Linear discriminant analysis with a shrunken covariance, as scikit-learn's LinearDiscriminantAnalysis(solver="lsqr",
/// shrinkage=...).</summary>
[Kind("linear_discriminant")]
[AlsoCalled("lda")]
public sealed record LinearDiscriminantOptions : ClassifierOptions
{
    /// <summary>Weight of the spherical covariance against the empirical one; at 1, only distances to the class means count. Above 0, at
    /// most 1. Default 0.3.</summary>
    [JsonPropertyName("shrinkage")]
    [Range(1e-9, 1.0)]
    public double Shrinkage { get; init; } = 0.3;

    /// <inheritdoc/>
    /// <remarks>Evidence of features that depend on each other beyond their covariance is counted several times.</remarks>
    [JsonIgnore]
    public override bool IsOverconfident => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return LinearDiscriminant.Train([Shrinkage], training, threads).Single();
    }

    /// <inheritdoc/>
    public override IEnumerable<IClassifier> TrainEach(
        IReadOnlyList<ClassifierOptions> family, TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        var shrinkages = family.Cast<LinearDiscriminantOptions>().Select(static member => member.Shrinkage);
        return LinearDiscriminant.Train(shrinkages, training, threads);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return LinearClassifier.Restore(arrays, classCount);
    }
}
