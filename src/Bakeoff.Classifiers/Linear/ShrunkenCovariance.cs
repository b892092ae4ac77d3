using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Factorised covariance of centred clips, shrunk towards a sphere of the same mean variance.</summary>
/// <remarks>
/// With fewer clips than columns, Woodbury's identity gives the same solution from a system of size [clips, clips].
/// Determinism: every entry is one sum in a fixed order; threads change no result.
/// </remarks>
internal sealed class ShrunkenCovariance
{
    private readonly double[] _centred;
    private readonly int _columns;
    private readonly double _sphere;
    private readonly bool _isByClips;
    private readonly CholeskyFactor? _factor;

    /// <summary>Computes the covariance and factorises it.</summary>
    /// <param name="centred">Clips minus the mean of their class, of shape [clips, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="shrinkage">Weight of the sphere, above 0 and at most 1.</param>
    /// <param name="pool">Threads; they change no result.</param>
    /// <exception cref="ClassifierException">The covariance has no factor.</exception>
    public ShrunkenCovariance(double[] centred, int columns, double shrinkage, WorkerPool pool)
    {
        var clips = centred.Length / columns;
        (_centred, _columns) = (centred, columns);
        var trace = DesignMatrix.Dot(centred, centred) / clips;

        // If all features are constant within every class, any positive sphere orders the classes by distance.
        _sphere = trace > 0 ? shrinkage * trace / columns : 1;
        var weight = (1 - shrinkage) / clips;
        _isByClips = clips < columns;
        // At shrinkage 1 only the sphere is left, which needs no factor.
        _factor = weight == 0 ? null : _isByClips ? FactorOfClips(_sphere / weight, pool) : FactorOfColumns(weight, pool);
    }

    /// <summary>Solves (shrunken covariance) x = b.</summary>
    /// <param name="values">b on entry, x on return.</param>
    public void Solve(Span<double> values)
    {
        if (_factor is not null && !_isByClips)
        {
            _factor.Solve(values);
            return;
        }

        if (_factor is not null)
        {
            SubtractClipTerms(_factor, values);
        }

        foreach (ref var value in values)
        {
            value /= _sphere;
        }
    }

    private void SubtractClipTerms(CholeskyFactor factor, Span<double> values)
    {
        var shares = new double[_centred.Length / _columns];
        for (var clip = 0; clip < shares.Length; clip++)
        {
            shares[clip] = DesignMatrix.Dot(Clip(clip), values);
        }

        factor.Solve(shares);
        for (var clip = 0; clip < shares.Length; clip++)
        {
            var row = Clip(clip);
            for (var j = 0; j < _columns; j++)
            {
                values[j] = Math.FusedMultiplyAdd(-shares[clip], row[j], values[j]);
            }
        }
    }

    private CholeskyFactor FactorOfColumns(double weight, WorkerPool pool)
    {
        var products = SymmetricProduct.Compute(Transpose.Yes, _columns, _centred.Length / _columns, _centred, _columns, pool);
        foreach (ref var product in products.AsSpan())
        {
            product *= weight;
        }

        return Factor(products, _columns, _sphere, pool);
    }

    private CholeskyFactor FactorOfClips(double diagonal, WorkerPool pool)
    {
        var clips = _centred.Length / _columns;
        return Factor(SymmetricProduct.Compute(Transpose.No, clips, _columns, _centred, _columns, pool), clips, diagonal, pool);
    }

    private static CholeskyFactor Factor(double[] matrix, int size, double diagonal, WorkerPool pool)
    {
        for (var i = 0; i < size; i++)
        {
            matrix[(i * size) + i] += diagonal;
        }

        try
        {
            return new CholeskyFactor(matrix, size, pool);
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

    private ReadOnlySpan<double> Clip(int clip) => _centred.AsSpan(clip * _columns, _columns);
}
