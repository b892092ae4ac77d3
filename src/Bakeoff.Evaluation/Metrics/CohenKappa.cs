using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Cohen's kappa: agreement beyond chance; 0 where chance alone agrees fully.</summary>
[Kind("kappa")]
public sealed class CohenKappa : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 5;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (total, correct, chance) = ((double)confusion.Total, (double)confusion.Correct, 0.0);
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            chance += (double)confusion.Support(k) * confusion.PredictedCount(k);
        }

        var largest = (total * total) - chance;
        return largest == 0 ? 0 : ((correct * total) - chance) / largest;
    }
}
