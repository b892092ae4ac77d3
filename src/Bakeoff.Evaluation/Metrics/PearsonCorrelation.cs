using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Pearson's correlation of predicted and true numbers; not defined where either are all alike.</summary>
[Kind("pearson")]
[AlsoCalled("pcc")]
public sealed class PearsonCorrelation : RegressionMetric
{
    /// <inheritdoc/>
    public override int Position => 102;

    /// <inheritdoc/>
    public override double Compute(NumberPairs pairs)
    {
        var (truth, predicted) = (pairs.TruthVariance, pairs.PredictedVariance);
        return pairs.Count >= 2 && truth > 0 && predicted > 0
            ? Math.Clamp(pairs.Covariance / (Math.Sqrt(truth) * Math.Sqrt(predicted)), -1, 1)
            : double.NaN;
    }
}
