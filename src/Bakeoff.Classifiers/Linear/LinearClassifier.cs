using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Softmax of linear scores: the trained form of logistic regression and linear discriminant analysis.</summary>
internal sealed class LinearClassifier : IClassifier
{
    private readonly double[] _parameters;
    private readonly int _classes;
    private readonly int _width;

    /// <summary>Creates a classifier from trained parameters.</summary>
    /// <param name="parameters">Shape [K, F + 1], the intercept last; kept, not copied.</param>
    /// <param name="classes">K.</param>
    public LinearClassifier(double[] parameters, int classes)
    {
        _parameters = parameters;
        _classes = classes;
        _width = parameters.Length / classes;
    }

    /// <summary>Restores a classifier from its arrays.</summary>
    public static LinearClassifier Restore(ClassifierArrays arrays, int classes) =>
        new(arrays.Take("coefficients", classes, -1).Values, classes);

    /// <summary>Computes the score of each class: features times coefficients, plus the intercept.</summary>
    /// <param name="parameters">Shape [K, F + 1], the intercept last.</param>
    /// <param name="features">Features of one clip.</param>
    /// <param name="scores">Receives [K].</param>
    public static void Score(double[] parameters, ReadOnlySpan<double> features, double[] scores)
    {
        var width = parameters.Length / scores.Length;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = DesignMatrix.Dot(features, parameters.AsSpan(k * width, width - 1)) + parameters[(k * width) + width - 1];
        }
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

    private double[] Scores(ReadOnlySpan<double> features)
    {
        var scores = new double[_classes];
        Score(_parameters, features, scores);
        return scores;
    }
}
