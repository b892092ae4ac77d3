namespace Bakeoff.Numerics;

/// <summary>Lin's concordance correlation coefficient (CCC): agreement of predicted numbers with true ones, 1 at best.</summary>
/// <remarks>
/// 2 cov(x, y) / (var x + var y + (mean x - mean y)²), with population variances. Unlike Pearson's correlation it falls with every shift and
/// scale of the predictions. Symmetric in its arguments. Sums run in float64 over the values in their order: same bits on every machine.
/// Source: L. I-K. Lin, A concordance correlation coefficient to evaluate reproducibility, Biometrics 45, 1989.
/// </remarks>
public static class ConcordanceCorrelation
{
    /// <summary>Computes the coefficient.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="prediction">Predicted values, as many.</param>
    /// <returns>From -1 to 1; NaN (undefined) for fewer than two values, for a denominator of 0 (all values of both sides equal one number),
    /// and where a value is not finite.</returns>
    /// <exception cref="ArgumentException">The sides differ in length.</exception>
    public static double Compute(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction)
    {
        if (truth.Length != prediction.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{prediction.Length} predictions, expected {truth.Length}, one for each true value."),
                nameof(prediction));
        }

        if (truth.Length < 2)
        {
            return double.NaN;
        }

        // Differences from the first value: those of a constant are exactly 0, where those from a rounded mean need not be.
        var (firstTruth, firstPrediction) = (truth[0], prediction[0]);
        var (truthSum, predictionSum) = (0.0, 0.0);
        for (var i = 0; i < truth.Length; i++)
        {
            truthSum += truth[i] - firstTruth;
            predictionSum += prediction[i] - firstPrediction;
        }

        var (truthMean, predictionMean) = (truthSum / truth.Length, predictionSum / truth.Length);
        var (products, truthSquares, predictionSquares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < truth.Length; i++)
        {
            var t = truth[i] - firstTruth - truthMean;
            var p = prediction[i] - firstPrediction - predictionMean;
            products += t * p;
            truthSquares += t * t;
            predictionSquares += p * p;
        }

        var shift = firstTruth - firstPrediction + (truthMean - predictionMean);
        var denominator = truthSquares + predictionSquares + (truth.Length * shift * shift);
        return denominator > 0 ? 2 * products / denominator : double.NaN;
    }
}
