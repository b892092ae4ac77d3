using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Multinomial logistic regression: minimises C x sum of -log p(label) + ||W||^2 / 2; intercepts are not penalised.</summary>
/// <remarks>Agrees with scikit-learn 1.2.1's LogisticRegression (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept
/// last.</remarks>
internal static class LogisticRegression
{
    /// <summary>Trains a classifier by L-BFGS, starting at zero.</summary>
    public static LinearClassifier Train(LogisticRegressionOptions options, TrainingRows training)
    {
        var start = new double[training.ClassCount * (training.Rows.ColumnCount + 1)];
        return new LinearClassifier(Lbfgs.Minimise(start, (x, gradient) => Loss(options.C, training, x, gradient)), training.ClassCount);
    }

    private static double Loss(double c, TrainingRows training, double[] x, double[] gradient)
    {
        var (labels, classes) = (training.Classes, training.ClassCount);
        var width = training.Rows.ColumnCount + 1;
        var loss = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var isIntercept = i % width == width - 1;
            loss += isIntercept ? 0 : 0.5 * x[i] * x[i];
            gradient[i] = isIntercept ? 0 : x[i];
        }

        var scores = new double[classes];
        for (var row = 0; row < labels.Length; row++)
        {
            var features = training.Rows.Row(row);
            LinearClassifier.Score(x, features, scores);
            var own = scores[labels[row]];
            loss += c * (Softmax.Apply(scores) - own);
            for (var k = 0; k < classes; k++)
            {
                var slope = c * (scores[k] - (k == labels[row] ? 1 : 0));
                var target = gradient.AsSpan(k * width, width);
                for (var j = 0; j < features.Length; j++)
                {
                    target[j] = Math.FusedMultiplyAdd(slope, features[j], target[j]);
                }

                target[^1] += slope;
            }
        }

        return loss;
    }
}
