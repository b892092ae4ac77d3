using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Multinomial logistic regression: minimises C x weighted sum of -log p(label) + ||W||^2 / 2; intercepts are not
/// penalised.</summary>
/// <remarks>
/// Agrees with scikit-learn 1.2.1's LogisticRegression (tests/fixtures/classical). The search runs in float32 until rounding hides what is
/// left of the gradient, and ends in float64, usually with a single evaluation.
/// </remarks>
internal static class LogisticRegression
{
    /// <summary>Trains a classifier by L-BFGS, starting at zero; threads change no result.</summary>
    public static LinearClassifier Train(LogisticRegressionOptions options, TrainingRows training, int threads)
    {
        using var pool = new WorkerPool(threads);
        var exact = new LogisticLoss<double>(options.C, training, training.Rows.Values, Gemm.Multiply, pool);
        var rounded = new LogisticLoss<float>(options.C, training, Narrow(training.Rows.Values), Gemm.Multiply, pool);
        var start = new double[training.ClassCount * (training.Rows.ColumnCount + 1)];
        return new LinearClassifier(Lbfgs.Minimise(start, exact.Evaluate, rounded.Evaluate), training.ClassCount);
    }

    private static float[] Narrow(double[] values)
    {
        var narrow = new float[values.Length];
        for (var i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (float)values[i];
        }

        return narrow;
    }
}
