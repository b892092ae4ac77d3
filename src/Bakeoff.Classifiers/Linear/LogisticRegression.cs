using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Multinomial logistic regression: minimises C x sum of -log p(label) + ||W||^2 / 2; intercepts are not penalised.</summary>
/// <remarks>
/// Agrees with scikit-learn 1.2.1's LogisticRegression (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept last.
/// Cost: 2 N F K multiply-adds for each of some hundred evaluations, in which each row is read from memory once.
/// </remarks>
internal sealed class LogisticRegression
{
    // A number that depends on nothing, so that threads change no bit: loss and gradient are sums of these parts, in their order.
    private const int Parts = 16;

    // So many rows stay in the cache between their scores and their share of the gradient.
    private const int RowsAtOnce = 32;

    private static readonly Action<int, LogisticRegression> PartBody = static (part, problem) => problem.Evaluate(part);

    // Rows and columns of products come in multiples of this: a class more costs less than a class too few to fill a vector.
    private const int Lanes = 8;

    private readonly double _c;
    private readonly TrainingRows _training;
    private readonly int _width;

    // Classes, and as many more without weights or slopes as fill the vectors.
    private readonly int _lanes;

    // Coefficients of shape [F, lanes].
    private readonly double[] _coefficients;
    private readonly double[][] _gradients = new double[Parts][];
    private readonly double[] _losses = new double[Parts];
    private double[] _parameters = [];

    private LogisticRegression(double c, TrainingRows training)
    {
        (_c, _training, _width) = (c, training, training.Rows.ColumnCount + 1);
        _lanes = (training.ClassCount + Lanes - 1) / Lanes * Lanes;
        _coefficients = new double[training.Rows.ColumnCount * _lanes];
        for (var part = 0; part < Parts; part++)
        {
            _gradients[part] = new double[_lanes * _width];
        }
    }

    /// <summary>Trains a classifier by L-BFGS, starting at zero; threads change no result.</summary>
    public static LinearClassifier Train(LogisticRegressionOptions options, TrainingRows training, int threads)
    {
        var problem = new LogisticRegression(options.C, training);
        using var pool = new WorkerPool(Math.Min(threads, Parts));
        var start = new double[training.ClassCount * problem._width];
        return new LinearClassifier(Lbfgs.Minimise(start, (x, gradient) => problem.Loss(x, gradient, pool)), training.ClassCount);
    }

    private double Loss(double[] x, double[] gradient, WorkerPool pool)
    {
        _parameters = x;
        for (var i = 0; i < _coefficients.Length; i++)
        {
            var (j, k) = (i / _lanes, i % _lanes);
            _coefficients[i] = k < _training.ClassCount ? x[(k * _width) + j] : 0;
        }

        pool.Run(Parts, this, PartBody);
        var loss = 0.0;
        for (var start = 0; start < x.Length; start += _width)
        {
            for (var i = start; i < start + _width - 1; i++)
            {
                loss += 0.5 * x[i] * x[i];
                gradient[i] = x[i];
            }

            gradient[start + _width - 1] = 0;
        }

        for (var part = 0; part < Parts; part++)
        {
            loss += _losses[part];
            for (var i = 0; i < x.Length; i++)
            {
                gradient[i] += _gradients[part][i];
            }
        }

        return loss;
    }

    /// <summary>Loss and gradient of one part of the rows.</summary>
    private void Evaluate(int part)
    {
        var (rows, labels, classes) = (_training.Rows, _training.Classes, _training.ClassCount);
        var (first, last) = (BeginOf(part), BeginOf(part + 1));
        var gradient = _gradients[part];
        Array.Clear(gradient);
        var loss = 0.0;
        var slopes = new double[RowsAtOnce * _lanes];
        for (var start = first; start < last; start += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, last - start);
            var features = rows.Values.AsSpan(start * rows.ColumnCount, count * rows.ColumnCount);
            Gemm.Multiply(
                Transpose.No, Transpose.No, count, _lanes, rows.ColumnCount, features, rows.ColumnCount, _coefficients, _lanes,
                slopes, _lanes, accumulate: false, WorkerPool.Serial);
            for (var i = 0; i < count; i++)
            {
                loss += ToSlopes(slopes.AsSpan(i * _lanes, classes), labels[start + i], gradient);
            }

            Gemm.Multiply(
                Transpose.Yes, Transpose.No, _lanes, rows.ColumnCount, count, slopes, _lanes, features, rows.ColumnCount,
                gradient, _width, accumulate: true, WorkerPool.Serial);
        }

        _losses[part] = loss;
    }

    /// <summary>Turns scores without intercepts into the loss's slopes along them, and adds those of the intercepts.</summary>
    /// <returns>The loss of the row.</returns>
    private double ToSlopes(Span<double> scores, int label, double[] gradient)
    {
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] += _parameters[(k * _width) + _width - 1];
        }

        var own = scores[label];
        var loss = _c * (Softmax.Apply(scores) - own);
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = _c * (scores[k] - (k == label ? 1 : 0));
            gradient[(k * _width) + _width - 1] += scores[k];
        }

        return loss;
    }

    private int BeginOf(int part) => (int)((long)_training.Classes.Length * part / Parts);
}
