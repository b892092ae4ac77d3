using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Mean size of the errors, in the unit of the target.</summary>
[Kind("mae")]
public sealed class MeanAbsoluteError : RegressionMetric
{
    /// <inheritdoc/>
    public override int Position => 103;

    /// <inheritdoc/>
    public override bool IsHigherBetter => false;

    /// <inheritdoc/>
    public override double Compute(NumberPairs pairs) => pairs.MeanAbsoluteError;
}
