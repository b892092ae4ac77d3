using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Mean F1 of the classes, weighted by their numbers of clips.</summary>
[Kind("weighted_f1")]
public sealed class WeightedF1 : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 4;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var f1 = 0.0;
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            f1 += confusion.F1(k) * confusion.Support(k);
        }

        return f1 / confusion.Total;
    }
}
