namespace Bakeoff.Evaluation.Metrics;

/// <summary>A metric of decisions alone: a function of the confusion matrix.</summary>
public abstract class ConfusionMetric : ClassificationMetric
{
    /// <summary>True for a 95 % bootstrap interval, under <c>test_NAME_low</c> and <c>test_NAME_high</c>. Default false.</summary>
    public virtual bool HasInterval => false;

    /// <summary>Computes the metric.</summary>
    /// <param name="confusion">Counts of at least one clip.</param>
    /// <returns>The value; NaN where it is not defined.</returns>
    /// <remarks>For an interval it is computed on 2000 resamples; those where it is not defined are left out.</remarks>
    public abstract double Compute(ConfusionMatrix confusion);

    /// <inheritdoc/>
    public sealed override double? Compute(ClassifiedClips clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var value = Compute(clips.Confusion);
        return double.IsNaN(value) ? null : value;
    }
}
