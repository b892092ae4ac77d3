using System.Runtime.InteropServices;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Sums that metrics of numbers need, over pairs of a true and a predicted number, which can be added up.</summary>
/// <remarks>
/// Numbers are counted from an origin near them, the same for all pairs that are added, so that little is lost to rounding. Variances and
/// covariances are of the population.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NumberPairs
{
    // Sums of squares that are this much smaller than what they are a difference of are rounding: the numbers are alike.
    private const double Rounding = 1e-13;

    private readonly double _truth;
    private readonly double _predicted;
    private readonly double _truthSquares;
    private readonly double _predictedSquares;
    private readonly double _products;
    private readonly double _absoluteErrors;
    private readonly double _squaredErrors;

    private NumberPairs(
        long count, (double Truth, double Predicted) sums, (double Truth, double Predicted, double Both) squares,
        (double Absolute, double Squared) errors)
    {
        Count = count;
        (_truth, _predicted) = sums;
        (_truthSquares, _predictedSquares, _products) = squares;
        (_absoluteErrors, _squaredErrors) = errors;
    }

    /// <summary>Number of pairs.</summary>
    public long Count { get; }

    /// <summary>Variance of the true numbers; 0 where they are all alike. NaN without pairs.</summary>
    public double TruthVariance => Spread(_truthSquares, _truth);

    /// <summary>Variance of the predicted numbers; 0 where they are all alike. NaN without pairs.</summary>
    public double PredictedVariance => Spread(_predictedSquares, _predicted);

    /// <summary>Covariance of both. NaN without pairs.</summary>
    public double Covariance => (_products - (_truth * _predicted / Count)) / Count;

    /// <summary>Mean of the predicted numbers less that of the true ones. NaN without pairs.</summary>
    public double MeanError => (_predicted - _truth) / Count;

    /// <summary>Mean of the sizes of the errors. NaN without pairs.</summary>
    public double MeanAbsoluteError => _absoluteErrors / Count;

    /// <summary>Mean of the squares of the errors. NaN without pairs.</summary>
    public double MeanSquaredError => _squaredErrors / Count;

    /// <summary>One pair.</summary>
    /// <param name="truth">The true number.</param>
    /// <param name="predicted">The predicted number.</param>
    /// <param name="origin">A number near all pairs that this one is added to, such as the first true one.</param>
    public static NumberPairs Of(double truth, double predicted, double origin)
    {
        var (x, y) = (truth - origin, predicted - origin);
        var error = predicted - truth;
        return new NumberPairs(1, (x, y), (x * x, y * y, x * y), (Math.Abs(error), error * error));
    }

    /// <summary>All pairs of both.</summary>
    public static NumberPairs operator +(NumberPairs a, NumberPairs b) => Add(a, b);

    /// <summary>All pairs of both.</summary>
    /// <param name="a">Pairs.</param>
    /// <param name="b">Pairs counted from the same origin.</param>
    public static NumberPairs Add(NumberPairs a, NumberPairs b) => new(
        a.Count + b.Count,
        (a._truth + b._truth, a._predicted + b._predicted),
        (a._truthSquares + b._truthSquares, a._predictedSquares + b._predictedSquares, a._products + b._products),
        (a._absoluteErrors + b._absoluteErrors, a._squaredErrors + b._squaredErrors));

    /// <summary>All pairs of several parts, each part weighing as much as every other.</summary>
    /// <param name="parts">Parts with pairs counted from the same origin; none gives no pairs.</param>
    internal static NumberPairs Balance(ReadOnlySpan<NumberPairs> parts)
    {
        var count = 0L;
        foreach (var part in parts)
        {
            count += part.Count;
        }

        var sum = default(NumberPairs);
        foreach (var part in parts)
        {
            var weight = count / ((double)parts.Length * part.Count);
            sum += new NumberPairs(
                part.Count,
                (weight * part._truth, weight * part._predicted),
                (weight * part._truthSquares, weight * part._predictedSquares, weight * part._products),
                (weight * part._absoluteErrors, weight * part._squaredErrors));
        }

        return sum;
    }

    private double Spread(double squares, double sum)
    {
        var spread = squares - (sum * sum / Count);
        return spread > squares * Rounding ? spread / Count : Count == 0 ? double.NaN : 0;
    }
}
