namespace Bakeoff.Neural.Losses;

/// <summary>1 - CCC over the rows of a batch, with population variances; not defined for fewer than two rows, or where outputs and truth
/// are one and the same constant.</summary>
/// <remarks>
/// With C = 2 S / D, S = Σ (t - mean t)(y - mean y) and D = Σ (t - mean t)² + Σ (y - mean y)² + n (mean t - mean y)², the derivative of C
/// by an output y is (2 / D) ((t - mean t) - C (y - mean t)).
/// </remarks>
internal sealed class CccLoss : TargetLoss
{
    /// <inheritdoc/>
    protected override double? ComputeTarget(ReadOnlySpan<double> truth, ReadOnlySpan<double> outputs, Span<double> slopes)
    {
        var count = truth.Length;
        if (count < 2)
        {
            return null;
        }

        var (truthMean, outputMean) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            truthMean += truth[i];
            outputMean += outputs[i];
        }

        (truthMean, outputMean) = (truthMean / count, outputMean / count);
        var (products, squares) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var (t, y) = (truth[i] - truthMean, outputs[i] - outputMean);
            products += t * y;
            squares += (t * t) + (y * y);
        }

        var shift = truthMean - outputMean;
        var denominator = squares + (count * shift * shift);
        if (denominator == 0)
        {
            return null;
        }

        var ccc = 2 * products / denominator;
        for (var i = 0; i < count; i++)
        {
            slopes[i] = -2 / denominator * (truth[i] - truthMean - (ccc * (outputs[i] - truthMean)));
        }

        return 1 - ccc;
    }
}
