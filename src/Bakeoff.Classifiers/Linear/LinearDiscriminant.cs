using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Linear discriminant analysis: Gaussian classes with one covariance, shrunk towards a sphere of the same mean
/// variance.</summary>
/// <remarks>
/// With more features than independent clips, the empirical covariance overfits; shrinkage is the only regularisation and has one
/// parameter. Source: J. Friedman, Regularized discriminant analysis, JASA 84 (1989). Agrees with scikit-learn 1.2.1
/// (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept last. Cost: about N F^2 / 2 + F^3 / 6 for N rows; with
/// N &lt; F / 2, N and F change places. More shrinkages cost F^3 / 6 each.
/// </remarks>
internal static class LinearDiscriminant
{
    /// <summary>Trains a classifier for each shrinkage; threads change no result.</summary>
    /// <returns>The classifiers in order, each trained when it is asked for.</returns>
    public static IEnumerable<LinearClassifier> Train(IEnumerable<double> shrinkages, TrainingRows rows, int threads)
    {
        var (columns, width) = (rows.Rows.ColumnCount, rows.Rows.ColumnCount + 1);
        // Sums of weights: numbers of rows, where all count alike.
        var counts = new double[rows.ClassCount];
        var means = Means(rows, counts);
        using var pool = new WorkerPool(threads);
        using var covariance = new ShrunkenCovariance(rows, means, pool);
        foreach (var shrinkage in shrinkages)
        {
            var solutions = (double[])means.Clone();
            covariance.Solve(shrinkage, solutions);
            var parameters = new double[counts.Length * width];
            for (var k = 0; k < counts.Length; k++)
            {
                var mean = means.AsSpan(k * columns, columns);
                var coefficients = solutions.AsSpan(k * columns, columns);
                coefficients.CopyTo(parameters.AsSpan(k * width));
                parameters[(k * width) + columns] =
                    (-0.5 * DesignMatrix.Dot(mean, coefficients)) + DeterministicMath.Log(counts[k] / covariance.Total);
            }

            yield return new LinearClassifier(parameters, counts.Length);
        }
    }

    private static double[] Means(TrainingRows training, double[] counts)
    {
        var (columns, labels) = (training.Rows.ColumnCount, training.Classes);
        var means = new double[counts.Length * columns];
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = training.WeightOf(row);
            counts[labels[row]] += weight;
            var features = training.Rows.Row(row);
            var sums = means.AsSpan(labels[row] * columns, columns);
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += weight * features[j];
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= counts[i / columns];
        }

        return means;
    }
}
