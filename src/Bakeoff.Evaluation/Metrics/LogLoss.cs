using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Mean negative log-likelihood, natural logarithm, as scikit-learn's log_loss; undefined without probabilities.</summary>
/// <remarks>Probabilities are clipped to [2^-52, 1 - 2^-52] and scaled to sum 1.</remarks>
[Kind("loss")]
public sealed class LogLoss : ClassificationMetric
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <inheritdoc/>
    public override int Position => 7;

    /// <inheritdoc/>
    public override bool IsHigherBetter => false;

    /// <inheritdoc/>
    public override double? Compute(ClassifiedClips clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (clips.Probabilities.IsEmpty)
        {
            return null;
        }

        var truth = clips.Truth;
        var classes = clips.ClassCount;
        var sum = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            var row = clips.Probabilities.Slice(i * classes, classes);
            var rowSum = 0.0;
            foreach (var p in row)
            {
                rowSum += Math.Clamp(p, Epsilon, 1 - Epsilon);
            }

            sum -= DeterministicMath.Log(Math.Clamp(row[truth[i]], Epsilon, 1 - Epsilon) / rowSum);
        }

        return sum / truth.Length;
    }
}
