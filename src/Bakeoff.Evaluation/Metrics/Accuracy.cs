using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Share of clips recognised (weighted accuracy, WA).</summary>
[Kind("accuracy")]
public sealed class Accuracy : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 2;

    /// <inheritdoc/>
    public override bool HasInterval => true;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        return confusion.Correct / (double)confusion.Total;
    }
}
