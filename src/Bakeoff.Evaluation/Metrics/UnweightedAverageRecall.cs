using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Mean recall of the classes that have clips (UAR, scikit-learn's balanced_accuracy_score): the headline metric.</summary>
[Kind("uar")]
[AlsoCalled("balanced_accuracy", "macro_recall")]
public sealed class UnweightedAverageRecall : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 1;

    /// <inheritdoc/>
    public override bool HasInterval => true;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (recall, classes) = (0.0, 0);
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            recall += confusion.Recall(k);
            classes += confusion.Support(k) > 0 ? 1 : 0;
        }

        return recall / classes;
    }
}
