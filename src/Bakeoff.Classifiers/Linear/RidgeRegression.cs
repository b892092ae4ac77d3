using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>A weighted sum of the features and an intercept.</summary>
/// <remarks>
/// Training solves (X^T X + lambda I) w = X^T y for centred columns X and numbers y; with fewer rows than columns the equal
/// w = X^T (X X^T + lambda I)^-1 y. Cost: products of the smaller side, N^2 F / 2 or F^2 N / 2, and its cube over 6; memory for the
/// products and for some rows, so that many rows take no more than few. <see cref="RefinedRidge"/> solves many equations in
/// less time where it can.
/// Source: A. E. Hoerl and R. W. Kennard, Ridge regression, Technometrics 12 (1970).
/// </remarks>
/// <param name="coefficients">A weight for each feature, then the intercept.</param>
internal sealed class RidgeRegression(double[] coefficients) : IRegressor
{
    // So many rows are centred together, where the products are those of columns.
    private const int RowsOfBand = 512;

    // From so many equations on, products of float32 and some steps to the solution take less time than products of float64.
    private const int LeastRefined = 256;

    /// <summary>Trains a regressor; threads change no result.</summary>
    public static RidgeRegression Train(TargetRows training, double lambda, int threads)
    {
        var (count, columns) = (training.Rows.RowCount, training.Rows.ColumnCount);
        var means = Moments.MeansOfColumns(training.Rows.Values, columns);
        var mean = Moments.Of(training.Values).Mean;
        double[] targets = Array.ConvertAll(training.Values, value => value - mean);
        using var pool = new WorkerPool(threads);
        if (Math.Min(count, columns) is < LeastRefined or > KernelSolver.MostRows
            || !RefinedRidge.TrySolve(training.Rows, means, targets, lambda, pool, out var coefficients))
        {
            coefficients = count < columns
                ? SolveByRow(training.Rows, means, targets, lambda, pool)
                : SolveByColumn(training.Rows, means, targets, lambda, pool);
        }

        return new RidgeRegression([.. coefficients, mean - DesignMatrix.Dot(means, coefficients)]);
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads)
    {
        // Each sum begins at the intercept.
        var predicted = new double[clips.RowCount];
        Array.Fill(predicted, coefficients[^1]);
        Gemm.Multiply(
            Transpose.No, Transpose.No, predicted.Length, 1, clips.ColumnCount, clips.Values, clips.ColumnCount, coefficients, 1, predicted, 1,
            accumulate: true, WorkerPool.Serial);
        return predicted;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() => [new("coefficients", [coefficients.Length], coefficients)];

    private static double[] SolveByRow(DesignMatrix rows, double[] means, double[] targets, double lambda, WorkerPool pool)
    {
        var (count, columns) = (rows.RowCount, rows.ColumnCount);
        var centred = new double[count * columns];
        Centre(rows.Values, means, centred);
        var products = KernelSolver.Matrix(count);
        SymmetricProduct.Compute(Transpose.No, count, columns, centred, columns, products, accumulate: false, pool);
        var coefficients = new double[columns];
        Combine(KernelSolver.Solve(products, lambda, targets, pool), centred, coefficients, accumulate: false);
        return coefficients;
    }

    /// <summary>The solution of as many equations as columns.</summary>
    internal static double[] SolveByColumn(DesignMatrix rows, double[] means, double[] targets, double lambda, WorkerPool pool)
    {
        var columns = rows.ColumnCount;
        var (products, right) = (KernelSolver.Matrix(columns), new double[columns]);
        var band = new double[Math.Min(RowsOfBand, rows.RowCount) * columns];
        for (var first = 0; first < rows.RowCount; first += RowsOfBand)
        {
            // Every sum goes on where the band before it ended: bands change no bit.
            var count = Math.Min(RowsOfBand, rows.RowCount - first);
            var centred = band.AsSpan(0, count * columns);
            Centre(rows.Values.AsSpan(first * columns, centred.Length), means, centred);
            SymmetricProduct.Compute(Transpose.Yes, columns, count, centred, columns, products, accumulate: first > 0, pool);
            Combine(targets.AsSpan(first, count), centred, right, accumulate: first > 0);
        }

        return KernelSolver.Solve(products, lambda, right, pool);
    }

    private static void Centre(ReadOnlySpan<double> rows, double[] means, Span<double> centred)
    {
        for (var start = 0; start < rows.Length; start += means.Length)
        {
            DesignMatrix.Centre(rows.Slice(start, means.Length), means, 1, centred.Slice(start, means.Length));
        }
    }

    /// <summary>Sums of rows times their weights.</summary>
    private static void Combine(ReadOnlySpan<double> weights, ReadOnlySpan<double> rows, double[] sums, bool accumulate) =>
        Gemm.Multiply(
            Transpose.No, Transpose.No, 1, sums.Length, weights.Length, weights, weights.Length, rows, sums.Length, sums, sums.Length,
            accumulate, WorkerPool.Serial);
}
