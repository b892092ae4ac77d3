using System.Numerics;
using System.Runtime.CompilerServices;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>The function that <see cref="LogisticRegression"/> minimises, with products of one precision; everything else is
/// of float64.</summary>
/// <remarks>
/// Parameters: shape [K, F + 1], the intercept last. Cost of an evaluation: 2 N F K multiply-adds, in which each row is read from memory
/// once.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LogisticLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Loss and gradient are sums of parts in their order. Their number depends on nothing but the rows, so that threads change no bit.
    private const int MostParts = 16;
    private const int RowsOfPart = 128;

    // Rows and columns of products come in multiples of this: a class more costs less than a class too few to fill a vector.
    private const int Lanes = 8;

    private static readonly Action<int, LogisticLoss<T>> PartBody = static (part, loss) => loss.Evaluate(part);

    private readonly double _c;
    private readonly TrainingRows _training;
    private readonly T[] _rows;
    private readonly MatrixProduct<T> _multiply;
    private readonly WorkerPool _pool;
    private readonly int _columns;

    // Classes, and as many more without weights or slopes as fill the vectors.
    private readonly int _lanes;

    // Of shape [F, lanes]: products of rows read and write them without gaps.
    private readonly T[] _weights;
    private readonly int _parts;
    private readonly T[][] _gradients;
    private readonly double[] _sums;
    private readonly double[] _intercepts;
    private readonly double[][] _interceptGradients;
    private readonly double[] _losses;

    /// <summary>Takes the rows.</summary>
    /// <param name="c">Weight of the data against the penalty.</param>
    /// <param name="training">Classes, weights and the shape of the rows.</param>
    /// <param name="rows">Values of the rows in this precision.</param>
    /// <param name="multiply">Product of this precision.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    public LogisticLoss(double c, TrainingRows training, T[] rows, MatrixProduct<T> multiply, WorkerPool pool)
    {
        (_c, _training, _rows, _multiply, _pool) = (c, training, rows, multiply, pool);
        _columns = training.Rows.ColumnCount;
        _lanes = (training.ClassCount + Lanes - 1) / Lanes * Lanes;
        (_weights, _sums, _intercepts) = (new T[_columns * _lanes], new double[_columns * _lanes], new double[training.ClassCount]);
        _parts = Math.Clamp(training.Classes.Length / RowsOfPart, 1, MostParts);
        _gradients = [.. Enumerable.Range(0, _parts).Select(_ => new T[_weights.Length])];
        _interceptGradients = [.. Enumerable.Range(0, _parts).Select(_ => new double[_intercepts.Length])];
        _losses = new double[_parts];
    }

    // So many rows stay in the cache between their scores and their share of the gradient.
    private static int RowsAtOnce => 192 / Unsafe.SizeOf<T>();

    /// <summary>Loss at some parameters.</summary>
    /// <param name="x">Parameters.</param>
    /// <param name="gradient">Receives the slope along each.</param>
    public double Evaluate(double[] x, double[] gradient)
    {
        var (width, loss) = (_columns + 1, 0.0);
        for (var k = 0; k < _intercepts.Length; k++)
        {
            for (var j = 0; j < _columns; j++)
            {
                var value = x[(k * width) + j];
                _weights[(j * _lanes) + k] = T.CreateTruncating(value);
                loss += 0.5 * value * value;
            }

            _intercepts[k] = x[(k * width) + _columns];
        }

        _pool.Run(_parts, this, PartBody);
        Array.Clear(_sums);
        for (var part = 0; part < _parts; part++)
        {
            loss += _losses[part];
            var slopes = _gradients[part];
            for (var i = 0; i < slopes.Length; i++)
            {
                _sums[i] += double.CreateTruncating(slopes[i]);
            }
        }

        for (var k = 0; k < _intercepts.Length; k++)
        {
            for (var j = 0; j < _columns; j++)
            {
                gradient[(k * width) + j] = x[(k * width) + j] + _sums[(j * _lanes) + k];
            }

            gradient[(k * width) + _columns] = _interceptGradients.Sum(part => part[k]);
        }

        return loss;
    }

    /// <summary>Loss and gradient of one part of the rows.</summary>
    private void Evaluate(int part)
    {
        var (first, last) = (BeginOf(part), BeginOf(part + 1));
        var (gradient, ofIntercepts) = (_gradients[part], _interceptGradients[part]);
        Array.Clear(gradient);
        Array.Clear(ofIntercepts);
        var loss = 0.0;
        var slopes = new T[RowsAtOnce * _lanes];
        for (var start = first; start < last; start += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, last - start);
            var rows = _rows.AsSpan(start * _columns, count * _columns);
            _multiply(
                Transpose.No, Transpose.No, count, _lanes, _columns, rows, _columns, _weights, _lanes, slopes, _lanes,
                accumulate: false, WorkerPool.Serial);
            for (var i = 0; i < count; i++)
            {
                loss += ToSlopes(start + i, slopes.AsSpan(i * _lanes, _intercepts.Length), ofIntercepts);
            }

            _multiply(
                Transpose.Yes, Transpose.No, _columns, _lanes, count, rows, _columns, slopes, _lanes, gradient, _lanes,
                accumulate: true, WorkerPool.Serial);
        }

        _losses[part] = loss;
    }

    /// <summary>Turns a row's scores without intercepts into the loss's slopes along them, and adds those up for the intercepts.</summary>
    /// <returns>The loss of the row.</returns>
    private double ToSlopes(int row, Span<T> values, double[] interceptSlopes)
    {
        Span<double> scores = stackalloc double[values.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] = double.CreateTruncating(values[k]) + _intercepts[k];
        }

        var (label, weight) = (_training.Classes[row], _c * _training.WeightOf(row));
        var own = scores[label];
        var loss = weight * (Softmax.Apply(scores) - own);
        scores[label] -= 1;
        for (var k = 0; k < scores.Length; k++)
        {
            var slope = weight * scores[k];
            values[k] = T.CreateTruncating(slope);
            interceptSlopes[k] += slope;
        }

        return loss;
    }

    private int BeginOf(int part) => (int)((long)_training.Classes.Length * part / _parts);
}
