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
    /// <param name="threads">Number of threads, at least 1.</param>
    public ShrunkenCovariance(double[] centred, int columns, double shrinkage, int threads)
    {
        var clips = centred.Length / columns;
        (_centred, _columns) = (centred, columns);
        var trace = DesignMatrix.Dot(centred, centred) / clips;

        // If all features are constant within every class, any positive sphere orders the classes by distance.
        _sphere = trace > 0 ? shrinkage * trace / columns : 1;
        var weight = (1 - shrinkage) / clips;
        _isByClips = clips < columns;
        // At shrinkage 1 only the sphere is left, which needs no factor.
        _factor = weight == 0 ? null : _isByClips ? FactorOfClips(_sphere / weight, threads) : FactorOfColumns(1 - shrinkage, threads);
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

    private CholeskyFactor FactorOfColumns(double weight, int threads)
    {
        var covariance = PooledCovariance.Compute(_centred, _columns, threads);
        for (var i = 0; i < covariance.Length; i++)
        {
            covariance[i] *= weight;
        }

        return Factor(covariance, _columns, _sphere);
    }

    private CholeskyFactor FactorOfClips(double diagonal, int threads)
    {
        var clips = _centred.Length / _columns;
        var products = new double[clips * clips];
        Parallel.For(0, clips, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                products[(i * clips) + j] = DesignMatrix.Dot(Clip(i), Clip(j));
            }
        });
        return Factor(products, clips, diagonal);
    }

    private static CholeskyFactor Factor(double[] matrix, int size, double diagonal)
    {
        for (var i = 0; i < size; i++)
        {
            matrix[(i * size) + i] += diagonal;
        }

        return new CholeskyFactor(matrix, size);
    }

    private ReadOnlySpan<double> Clip(int clip) => _centred.AsSpan(clip * _columns, _columns);
}
