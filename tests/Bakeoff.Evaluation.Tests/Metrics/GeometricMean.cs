using Bakeoff.Evaluation.Metrics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Tests.Metrics;

/// <summary>A metric that this assembly adds: the geometric mean of two recalls. Undefined for other numbers of classes, so that other
/// tests do not see it.</summary>
[Kind("geometric_mean")]
internal sealed class GeometricMean : ConfusionMetric
{
    public override bool HasInterval => true;

    public override double Compute(ConfusionMatrix confusion) =>
        confusion.Labels.Count == 2 ? Math.Sqrt(confusion.Recall(0) * confusion.Recall(1)) : double.NaN;
}
