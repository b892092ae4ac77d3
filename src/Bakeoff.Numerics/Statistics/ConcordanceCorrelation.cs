using System.Runtime.InteropServices;

namespace Bakeoff.Numerics;

/// <summary>Lin's concordance correlation coefficient (CCC): agreement of predicted numbers with true ones, 1 at best.</summary>
/// <remarks>
/// 2 cov(x, y) / (var x + var y + (mean x - mean y)²), with population variances. Unlike Pearson's correlation it falls with every shift and
/// scale of the predictions. Symmetric in its arguments. Sums run in float64 over the values in their order: same bits on every machine.
/// Source: L. I-K. Lin, A concordance correlation coefficient to evaluate reproducibility, Biometrics 45, 1989.
/// </remarks>
public static class ConcordanceCorrelation
{
    /// <summary>Mean of the coefficient over several targets.</summary>
    /// <param name="truth">True values, row-major [rows, targets]; NaN where a row has no value of a target, which leaves the row out of
    /// it.</param>
    /// <param name="prediction">Predicted values, in the same places.</param>
    /// <param name="targets">Number of targets; positive.</param>
    /// <returns>From -1 to 1; NaN where the coefficient of a target is.</returns>
    /// <exception cref="ArgumentException">The sides differ in length, or are no whole rows.</exception>
    public static double MeanOverTargets(ReadOnlySpan<float> truth, ReadOnlySpan<double> prediction, int targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        if (truth.Length != prediction.Length || truth.Length % targets != 0)
        {
            var sizes = FormattableString.Invariant($"{truth.Length} true and {prediction.Length} predicted values");
            throw new ArgumentException(FormattableString.Invariant($"{sizes}, expected rows of {targets} in both."), nameof(prediction));
        }

        var sum = 0.0;
        var (known, predicted) = (new List<double>(), new List<double>());
        for (var target = 0; target < targets; target++)
        {
            known.Clear();
            predicted.Clear();
            for (var i = target; i < truth.Length; i += targets)
            {
                if (!float.IsNaN(truth[i]))
                {
                    known.Add(truth[i]);
                    predicted.Add(prediction[i]);
                }
            }

            sum += Compute(CollectionsMarshal.AsSpan(known), CollectionsMarshal.AsSpan(predicted));
        }

        return sum / targets;
    }

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
