using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Multinomial logistic regression: minimises C x weighted sum of -log p(label) + ||W||^2 / 2; intercepts are not
/// penalised.</summary>
/// <remarks>
/// Agrees with scikit-learn 1.2.1's LogisticRegression (tests/fixtures/classical). Parameters: shape [K, F + 1], the intercept last.
/// Cost: 2 N F K multiply-adds for each of some hundred evaluations, in which each row is read from memory once.
/// </remarks>
internal sealed class LogisticRegression
{
    // A number that depends on nothing, so that threads change no bit: loss and gradient are sums of these parts, in their order.
    private const int Parts = 16;

    // So many rows stay in the cache between their scores and their share of the gradient.
    private const int RowsAtOnce = 24;

    // Rows and columns of products come in multiples of this: a class more costs less than a class too few to fill a vector.
    private const int Lanes = 8;

    private static readonly Action<int, LogisticRegression> PartBody = static (part, problem) => problem.Evaluate(part);

    private readonly double _c;
    private readonly TrainingRows _training;
    private readonly int _columns;

    // Classes, and as many more without weights or slopes as fill the vectors.
    private readonly int _lanes;

    // Of shape [F + 1, lanes], the intercepts last: products of rows read and write them without gaps.
    private readonly double[] _parameters;
    private readonly double[] _gradient;
    private readonly double[][] _gradients = new double[Parts][];
    private readonly double[] _losses = new double[Parts];

    private LogisticRegression(double c, TrainingRows training)
    {
        (_c, _training, _columns) = (c, training, training.Rows.ColumnCount);
        _lanes = (training.ClassCount + Lanes - 1) / Lanes * Lanes;
        (_parameters, _gradient) = (new double[(_columns + 1) * _lanes], new double[(_columns + 1) * _lanes]);
        for (var part = 0; part < Parts; part++)
        {
            _gradients[part] = new double[_gradient.Length];
        }
    }

    /// <summary>Trains a classifier by L-BFGS, starting at zero; threads change no result.</summary>
    public static LinearClassifier Train(LogisticRegressionOptions options, TrainingRows training, int threads)
    {
        var problem = new LogisticRegression(options.C, training);
        using var pool = new WorkerPool(Math.Min(threads, Parts));
        var start = new double[training.ClassCount * (problem._columns + 1)];
        return new LinearClassifier(Lbfgs.Minimise(start, (x, gradient) => problem.Loss(x, gradient, pool)), training.ClassCount);
    }

    private double Loss(double[] x, double[] gradient, WorkerPool pool)
    {
        var width = _columns + 1;
        var loss = 0.0;
        for (var k = 0; k < _training.ClassCount; k++)
        {
            for (var j = 0; j < width; j++)
            {
                var value = x[(k * width) + j];
                _parameters[(j * _lanes) + k] = value;
                loss += j < _columns ? 0.5 * value * value : 0;
            }
        }

        pool.Run(Parts, this, PartBody);
        _parameters.CopyTo(_gradient, 0);
        _gradient.AsSpan(_columns * _lanes).Clear();
        for (var part = 0; part < Parts; part++)
        {
            loss += _losses[part];
            Lbfgs.Add(_gradient, 1, _gradients[part]);
        }

        for (var k = 0; k < _training.ClassCount; k++)
        {
            for (var j = 0; j < width; j++)
            {
                gradient[(k * width) + j] = _gradient[(j * _lanes) + k];
            }
        }

        return loss;
    }

    /// <summary>Loss and gradient of one part of the rows.</summary>
    private void Evaluate(int part)
    {
        var (rows, labels) = (_training.Rows, _training.Classes);
        var (first, last) = (BeginOf(part), BeginOf(part + 1));
        var gradient = _gradients[part];
        Array.Clear(gradient);
        var loss = 0.0;
        var slopes = new double[RowsAtOnce * _lanes];
        for (var start = first; start < last; start += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, last - start);
            var features = rows.Values.AsSpan(start * _columns, count * _columns);
            Gemm.Multiply(
                Transpose.No, Transpose.No, count, _lanes, _columns, features, _columns, _parameters, _lanes, slopes, _lanes,
                accumulate: false, WorkerPool.Serial);
            for (var i = 0; i < count; i++)
            {
                var weight = _c * _training.WeightOf(start + i);
                var intercepts = gradient.AsSpan(_columns * _lanes);
                loss += ToSlopes(slopes.AsSpan(i * _lanes, _training.ClassCount), labels[start + i], weight, intercepts);
            }

            Gemm.Multiply(
                Transpose.Yes, Transpose.No, _columns, _lanes, count, features, _columns, slopes, _lanes, gradient, _lanes,
                accumulate: true, WorkerPool.Serial);
        }

        _losses[part] = loss;
    }

    /// <summary>Turns scores without intercepts into the loss's slopes along them, and adds those up for the intercepts.</summary>
    /// <returns>The loss of the row.</returns>
    private double ToSlopes(Span<double> scores, int label, double weight, Span<double> interceptSlopes)
    {
        var intercepts = _parameters.AsSpan(_columns * _lanes);
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] += intercepts[k];
        }

        var own = scores[label];
        var loss = weight * (Softmax.Apply(scores) - own);
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = weight * (scores[k] - (k == label ? 1 : 0));
            interceptSlopes[k] += scores[k];
        }

        return loss;
    }

    private int BeginOf(int part) => (int)((long)_training.Classes.Length * part / Parts);
}
