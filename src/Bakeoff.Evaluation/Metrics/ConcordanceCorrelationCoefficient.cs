using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Lin's concordance correlation coefficient (CCC): the headline metric of numbers; 1 is best.</summary>
/// <remarks>
/// 2 cov(x, y) / (var x + var y + (mean x - mean y)²), population variances (L. I-K. Lin, Biometrics 45, 1989). Not defined for fewer than
/// two clips, or where all numbers of both sides are one.
/// </remarks>
[Kind("ccc")]
[AlsoCalled("concordance")]
public sealed class ConcordanceCorrelationCoefficient : RegressionMetric
{
    /// <inheritdoc/>
    public override int Position => 101;

    /// <inheritdoc/>
    public override double Compute(NumberPairs pairs)
    {
        var (shift, spread) = (pairs.MeanError, pairs.TruthVariance + pairs.PredictedVariance);
        var denominator = spread + (shift * shift);
        return pairs.Count >= 2 && denominator > 0 ? 2 * pairs.Covariance / denominator : double.NaN;
    }
}
