namespace Bakeoff.Evaluation.Metrics;

/// <summary>A metric of classified clips: of their classes, and of the probabilities where the system gives them.</summary>
public abstract class ClassificationMetric : Metric
{
    /// <summary>Computes the metric.</summary>
    /// <param name="clips">At least one clip.</param>
    /// <returns>A finite value; null where the metric is not defined for these clips, such as one of probabilities without
    /// probabilities.</returns>
    public abstract double? Compute(ClassifiedClips clips);
}
