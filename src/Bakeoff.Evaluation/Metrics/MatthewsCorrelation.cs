using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Matthews correlation coefficient of several classes; 0 where truth or prediction is constant.</summary>
/// <remarks>Source: J. Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient, 2004.</remarks>
[Kind("matthews")]
[AlsoCalled("mcc")]
public sealed class MatthewsCorrelation : ConfusionMetric
{
    /// <inheritdoc/>
    public override int Position => 6;

    /// <inheritdoc/>
    public override double Compute(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var (total, correct, chance) = ((double)confusion.Total, (double)confusion.Correct, 0.0);
        var (truthSquares, predictedSquares) = (0.0, 0.0);
        for (var k = 0; k < confusion.Labels.Count; k++)
        {
            var (support, predicted) = ((double)confusion.Support(k), (double)confusion.PredictedCount(k));
            chance += support * predicted;
            truthSquares += support * support;
            predictedSquares += predicted * predicted;
        }

        var spread = ((total * total) - truthSquares) * ((total * total) - predictedSquares);
        return spread == 0 ? 0 : ((correct * total) - chance) / Math.Sqrt(spread);
    }
}
