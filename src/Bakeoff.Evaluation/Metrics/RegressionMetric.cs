namespace Bakeoff.Evaluation.Metrics;

/// <summary>A metric of predicted numbers of one target, such as arousal.</summary>
public abstract class RegressionMetric : Metric
{
    /// <summary>Computes the metric.</summary>
    /// <param name="pairs">Sums over the clips for which the target is known.</param>
    /// <returns>The value; NaN where it is not defined, such as a correlation of fewer than two clips.</returns>
    /// <remarks>For a 95 % interval it is computed on 2000 resamples; those where it is not defined are left out.</remarks>
    public abstract double Compute(NumberPairs pairs);
}
