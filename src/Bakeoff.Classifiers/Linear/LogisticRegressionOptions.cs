using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Multinomial logistic regression with squared penalty, as scikit-learn's LogisticRegression.</summary>
[Kind("logistic_regression")]
[AlsoCalled("logreg", "lr", "softmax_regression")]
public sealed record LogisticRegressionOptions : ClassifierOptions
{
    /// <summary>Weight of the data against the penalty: small values regularise strongly. Above 0. Default 1.</summary>
    [JsonPropertyName("c")]
    [Range(1e-9, 1e9)]
    public double C { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TakesWeights => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        return LogisticRegression.Train(this, training, threads);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return LinearClassifier.Restore(arrays, classCount);
    }
}
