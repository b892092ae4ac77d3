using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Root of the mean squared error, in the unit of the target.</summary>
[Kind("rmse")]
public sealed class RootMeanSquaredError : RegressionMetric
{
    /// <inheritdoc/>
    public override int Position => 104;

    /// <inheritdoc/>
    public override bool IsHigherBetter => false;

    /// <inheritdoc/>
    public override double Compute(NumberPairs pairs) => Math.Sqrt(pairs.MeanSquaredError);
}
