using System.Buffers;
using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Products of clips around the mean of their class; their covariance is solved for any shrinkage towards a sphere of the same mean
/// variance.</summary>
/// <remarks>
/// With fewer clips than columns, Woodbury's identity gives the same solution from a system of size [clips, clips].
/// Determinism: every entry is one sum in a fixed order; threads change no result. The products are computed once, and each shrinkage costs
/// one factorisation.
/// </remarks>
internal sealed class WithinScatter : IDisposable
{
    // So many clips are centred together, where the products are those of columns.
    private const int ClipsOfBand = 512;

    // All clips, where the products are those of clips; otherwise used for one band after the other.
    private readonly double[] _centred;
    private readonly double[] _products;
    private readonly double[] _matrix;
    private readonly int _clips;
    private readonly int _columns;
    private readonly double _trace;
    private readonly WorkerPool _pool;

    /// <summary>Computes the products.</summary>
    /// <param name="training">Clips with their classes.</param>
    /// <param name="means">Mean of each class, of shape [K, columns].</param>
    /// <param name="pool">Threads; they change no result.</param>
    public WithinScatter(TrainingRows training, double[] means, WorkerPool pool)
    {
        (_clips, _columns, _pool) = (training.Rows.RowCount, training.Rows.ColumnCount, pool);
        var most = IsByClips ? _clips : Math.Min(ClipsOfBand, _clips);

        // Lent memory: a choice among classifiers needs it again and again.
        _centred = ArrayPool<double>.Shared.Rent(most * _columns);
        _products = ArrayPool<double>.Shared.Rent(Size * Size);
        _matrix = ArrayPool<double>.Shared.Rent(Size * Size);
        for (var first = 0; first < _clips; first += most)
        {
            // Every sum goes on where the band before it ended: bands change no bit.
            var count = Math.Min(most, _clips - first);
            var band = _centred.AsSpan(0, count * _columns);
            Centre(training, means, first, band);
            _trace = DesignMatrix.Dot(band, band, _trace);
            var (transpose, inner) = IsByClips ? (Transpose.No, _columns) : (Transpose.Yes, count);
            SymmetricProduct.Compute(transpose, Size, inner, band, _columns, _products, accumulate: first > 0, pool);
        }

        for (var clip = 0; clip < _clips; clip++)
        {
            Total += training.WeightOf(clip);
        }

        _trace /= Total;
    }

    /// <summary>Sum of the weights of all clips: their number, where all count alike.</summary>
    public double Total { get; }

    private bool IsByClips => _clips < _columns;

    private int Size => Math.Min(_clips, _columns);

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_centred);
        ArrayPool<double>.Shared.Return(_products);
        ArrayPool<double>.Shared.Return(_matrix);
    }

    /// <summary>Solves (shrunken covariance) X = B.</summary>
    /// <param name="shrinkage">Weight of the sphere, above 0 and at most 1.</param>
    /// <param name="values">B on entry, X on return: [right-hand sides, columns], one after the other.</param>
    /// <exception cref="ClassifierException">The covariance has no factor.</exception>
    public void Solve(double shrinkage, Span<double> values)
    {
        // If all features are constant within every class, any positive sphere orders the classes by distance.
        var sphere = _trace > 0 ? shrinkage * _trace / _columns : 1;
        var weight = (1 - shrinkage) / Total;

        // At shrinkage 1 only the sphere is left, which needs no factor.
        if (weight != 0 && !IsByClips)
        {
            Factor(weight, sphere).Solve(values);
            return;
        }

        if (weight != 0)
        {
            SubtractClipTerms(Factor(1, sphere / weight), values);
        }

        foreach (ref var value in values)
        {
            value /= sphere;
        }
    }

    private void Centre(TrainingRows training, double[] means, int first, Span<double> centred)
    {
        for (var i = 0; i < centred.Length; i += _columns)
        {
            // A product of two centred clips has the weight once.
            var clip = first + (i / _columns);
            var mean = means.AsSpan(training.Classes[clip] * _columns, _columns);
            DesignMatrix.Centre(training.Rows.Row(clip), mean, Math.Sqrt(training.WeightOf(clip)), centred.Slice(i, _columns));
        }
    }

    private CholeskyFactor<double> Factor(double weight, double diagonal)
    {
        for (var i = 0; i < Size; i++)
        {
            var source = _products.AsSpan(i * Size, i + 1);
            var target = _matrix.AsSpan(i * Size, i + 1);
            for (var j = 0; j < target.Length; j++)
            {
                target[j] = weight * source[j];
            }

            target[i] += diagonal;
        }

        try
        {
            return new CholeskyFactor<double>(_matrix, Size, _pool);
        }
        catch (NotPositiveDefiniteException exception)
        {
            var details = new ErrorDetails("covariance of the features is not positive definite at row {value}")
            {
                Value = exception.Row.ToString(CultureInfo.InvariantCulture),
                NextStep = "Raise shrinkage or leave out features that are copies of one another.",
            };
            throw new ClassifierException(details, exception);
        }
    }

    private void SubtractClipTerms(CholeskyFactor<double> factor, Span<double> values)
    {
        var sides = values.Length / _columns;
        var shares = new double[sides * _clips];
        Gemm.Multiply(
            Transpose.No, Transpose.Yes, sides, _clips, _columns, values, _columns, _centred, _columns, shares, _clips,
            accumulate: false, _pool);
        factor.Solve(shares);
        foreach (ref var share in shares.AsSpan())
        {
            share = -share;
        }

        Gemm.Multiply(
            Transpose.No, Transpose.No, sides, _columns, _clips, shares, _clips, _centred, _columns, values, _columns,
            accumulate: true, _pool);
    }
}
