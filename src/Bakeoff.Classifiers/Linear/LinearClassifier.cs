using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Softmax of linear scores: the trained form of logistic regression and linear discriminant analysis.</summary>
internal sealed class LinearClassifier : IClassifier
{
    private const int ClipsOfTask = 64;
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

    /// <inheritdoc/>
    public double[][] Probabilities(DesignMatrix clips, int threads)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var probabilities = new double[clips.RowCount][];
        var tasks = (clips.RowCount + ClipsOfTask - 1) / ClipsOfTask;
        Parallel.For(0, tasks, new ParallelOptions { MaxDegreeOfParallelism = threads }, task =>
        {
            var first = task * ClipsOfTask;
            Fill(clips, first, probabilities.AsSpan(first, Math.Min(ClipsOfTask, clips.RowCount - first)));
        });
        return probabilities;
    }

    // The sums of Score, for several clips at once.
    private void Fill(DesignMatrix clips, int first, Span<double[]> probabilities)
    {
        var scores = new double[probabilities.Length * _classes];
        var features = clips.Values.AsSpan(first * clips.ColumnCount, probabilities.Length * clips.ColumnCount);
        Gemm.Multiply(
            Transpose.No, Transpose.Yes, probabilities.Length, _classes, clips.ColumnCount, features, clips.ColumnCount, _parameters, _width,
            scores, _classes, accumulate: false, WorkerPool.Serial);
        for (var clip = 0; clip < probabilities.Length; clip++)
        {
            var own = scores[(clip * _classes)..((clip + 1) * _classes)];
            for (var k = 0; k < own.Length; k++)
            {
                own[k] += _parameters[(k * _width) + _width - 1];
            }

            Softmax.Apply(own);
            probabilities[clip] = own;
        }
    }

    private double[] Scores(ReadOnlySpan<double> features)
    {
        var scores = new double[_classes];
        Score(_parameters, features, scores);
        return scores;
    }
}
