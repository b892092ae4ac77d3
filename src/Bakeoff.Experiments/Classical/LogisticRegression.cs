namespace Bakeoff.Experiments.Classical;

/// <summary>Multinomial logistic regression: minimises C x sum of -log p(label) + ||W||^2 / 2; intercepts are not penalised.</summary>
/// <remarks>Agrees with scikit-learn 1.2.1's LogisticRegression (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept last.</remarks>
internal sealed class LogisticRegression : IClassifier
{
    private readonly double[] _parameters;
    private readonly int _classes;
    private readonly int _width;

    private LogisticRegression(double[] parameters, int classes, int width)
    {
        _parameters = parameters;
        _classes = classes;
        _width = width;
    }

    /// <summary>Trains by L-BFGS from zero.</summary>
    public static LogisticRegression Train(LogisticRegressionOptions options, DesignMatrix training, int[] labels, int classes)
    {
        var width = training.ColumnCount + 1;
        var parameters = Lbfgs.Minimise(new double[classes * width], (x, gradient) => Loss(options.C, training, labels, classes, x, gradient));
        return new LogisticRegression(parameters, classes, width);
    }

    /// <summary>Makes the classifier of its arrays.</summary>
    public static LogisticRegression Restore(ClassifierArrays arrays, int classes)
    {
        var coefficients = arrays.Take("coefficients", classes, -1);
        return new LogisticRegression(coefficients.Values, classes, (int)coefficients.Shape[1]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() => [new("coefficients", [_classes, _width], _parameters)];

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Scores(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var scores = Scores(features);
        Softmax.Apply(scores);
        return scores;
    }

    private static double Loss(double c, DesignMatrix training, int[] labels, int classes, double[] x, double[] gradient)
    {
        var width = training.ColumnCount + 1;
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
            var features = training.Row(row);
            Fill(scores, x, features, width);
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

    private static void Fill(double[] scores, double[] parameters, ReadOnlySpan<double> features, int width)
    {
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = DesignMatrix.Dot(features, parameters.AsSpan(k * width, width - 1)) + parameters[(k * width) + width - 1];
        }
    }

    private double[] Scores(ReadOnlySpan<double> features)
    {
        var scores = new double[_classes];
        Fill(scores, _parameters, features, _width);
        return scores;
    }
}
