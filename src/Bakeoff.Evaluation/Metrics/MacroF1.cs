using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Mean F1 of the classes that have clips or were predicted.</summary>
[Kind("macro_f1")]
[AlsoCalled("f1")]
public sealed class MacroF1 : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 3;

    /// <inheritdoc/>
    public override bool HasInterval => true;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (f1, classes) = (0.0, 0);
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            f1 += confusion.F1(k);
            classes += confusion.Support(k) + confusion.PredictedCount(k) > 0 ? 1 : 0;
        }

        return f1 / classes;
    }
}
