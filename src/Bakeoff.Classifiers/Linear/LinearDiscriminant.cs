using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Linear discriminant analysis: Gaussian classes with one covariance, shrunk towards a sphere of the same mean
/// variance.</summary>
/// <remarks>
/// With more features than independent clips, the empirical covariance overfits; shrinkage is the only regularisation and has one
/// parameter. Source: J. Friedman, Regularized discriminant analysis, JASA 84 (1989). Agrees with scikit-learn 1.2.1
/// (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept last. Cost: about N F^2 / 2 + F^3 / 6 for N rows; with N &lt; F,
/// N and F change places.
/// </remarks>
internal static class LinearDiscriminant
{
    /// <summary>Trains a classifier; threads change no result.</summary>
    public static LinearClassifier Train(LinearDiscriminantOptions options, TrainingRows rows, int threads)
    {
        var (training, labels, classes) = (rows.Rows, rows.Classes, rows.ClassCount);
        var width = training.ColumnCount + 1;
        var counts = new int[classes];
        var means = Means(training, labels, counts);
        using var pool = new WorkerPool(threads);
        var covariance = new ShrunkenCovariance(Centred(training, labels, means), training.ColumnCount, options.Shrinkage, pool);
        var parameters = new double[classes * width];
        for (var k = 0; k < classes; k++)
        {
            var mean = means.AsSpan(k * training.ColumnCount, training.ColumnCount);
            var coefficients = parameters.AsSpan(k * width, training.ColumnCount);
            mean.CopyTo(coefficients);
            covariance.Solve(coefficients);
            parameters[(k * width) + width - 1] = (-0.5 * DesignMatrix.Dot(mean, coefficients)) + DeterministicMath
                .Log(counts[k] / (double)labels.Length);
        }

        return new LinearClassifier(parameters, classes);
    }

    private static double[] Means(DesignMatrix training, int[] labels, int[] counts)
    {
        var columns = training.ColumnCount;
        var means = new double[counts.Length * columns];
        for (var row = 0; row < labels.Length; row++)
        {
            counts[labels[row]]++;
            var features = training.Row(row);
            for (var j = 0; j < columns; j++)
            {
                means[(labels[row] * columns) + j] += features[j];
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= counts[i / columns];
        }

        return means;
    }

    private static double[] Centred(DesignMatrix training, int[] labels, double[] means)
    {
        var columns = training.ColumnCount;
        var values = new double[training.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = training.Values[i] - means[(labels[i / columns] * columns) + (i % columns)];
        }

        return values;
    }
}
