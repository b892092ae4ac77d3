using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>A weighted sum of the features and an intercept.</summary>
/// <remarks>
/// Training solves (X^T X + lambda I) w = X^T y for centred columns X and numbers y; with fewer rows than columns the equal
/// w = X^T (X X^T + lambda I)^-1 y. Cost: products of the smaller side, N^2 F / 2 or F^2 N / 2, and its cube over 6.
/// Source: A. E. Hoerl and R. W. Kennard, Ridge regression, Technometrics 12 (1970).
/// </remarks>
/// <param name="coefficients">A weight for each feature, then the intercept.</param>
internal sealed class RidgeRegression(double[] coefficients) : IRegressor
{
    /// <summary>Trains a regressor; threads change no result.</summary>
    public static RidgeRegression Train(TargetRows training, double lambda, int threads)
    {
        var (count, columns) = (training.Rows.RowCount, training.Rows.ColumnCount);
        var means = Moments.OfColumns(training.Rows.Values, columns).Select(static column => column.Mean).ToArray();
        var mean = Moments.Of(training.Values).Mean;
        var byColumn = new double[count * columns];
        var byRow = new double[count * columns];
        for (var i = 0; i < byRow.Length; i++)
        {
            byRow[i] = training.Rows.Values[i] - means[i % columns];
            byColumn[(i % columns * count) + (i / columns)] = byRow[i];
        }

        double[] centred = Array.ConvertAll(training.Values, value => value - mean);
        var coefficients = new double[columns + 1];
        if (count < columns)
        {
            var weights = KernelSolver.Solve(new DesignMatrix(byRow, columns), gamma: null, lambda, centred, threads);
            Combine(byColumn, weights, coefficients);
        }
        else
        {
            var products = new double[columns];
            Combine(byColumn, centred, products);
            KernelSolver.Solve(new DesignMatrix(byColumn, count), gamma: null, lambda, products, threads).CopyTo(coefficients, 0);
        }

        coefficients[columns] = mean - DesignMatrix.Dot(means, coefficients.AsSpan(0, columns));
        return new RidgeRegression(coefficients);
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads)
    {
        var predicted = new double[clips.RowCount];
        for (var clip = 0; clip < predicted.Length; clip++)
        {
            predicted[clip] = DesignMatrix.Dot(clips.Row(clip), coefficients.AsSpan(0, clips.ColumnCount), coefficients[^1]);
        }

        return predicted;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() => [new("coefficients", [coefficients.Length], coefficients)];

    // The product of each column with the weights of the rows.
    private static void Combine(double[] byColumn, double[] weights, double[] products)
    {
        for (var column = 0; column < byColumn.Length / weights.Length; column++)
        {
            products[column] = DesignMatrix.Dot(byColumn.AsSpan(column * weights.Length, weights.Length), weights);
        }
    }
}
