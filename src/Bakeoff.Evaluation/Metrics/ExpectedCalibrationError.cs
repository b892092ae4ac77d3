using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Expected calibration error (ECE) over ten bins of confidence, 0 to 1; undefined without probabilities.</summary>
[Kind(MetricName)]
public sealed class ExpectedCalibrationError : ClassificationMetric
{
    internal const string MetricName = "ece";

    /// <inheritdoc/>
    public override int Position => 9;

    /// <inheritdoc/>
    public override bool IsHigherBetter => false;

    /// <inheritdoc/>
    public override double? Compute(ClassifiedClips clips) => Calibration.Measure(clips)?.ExpectedCalibrationError;
}
