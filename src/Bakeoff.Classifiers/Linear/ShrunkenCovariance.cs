namespace Bakeoff.Classifiers.Linear;

/// <summary>Covariance of centred clips, drawn towards a sphere of the same mean variance, ready to solve with.</summary>
/// <remarks>
/// With fewer clips than columns the system of the clips is solved in place of that of the columns (Woodbury's identity): the same solution at the cost of the
/// smaller of both. Determinism: every entry is one sum in a fixed order, so threads change nothing.
/// </remarks>
internal sealed class ShrunkenCovariance
{
    private readonly double[] _centred;
    private readonly int _columns;
    private readonly double _sphere;
    private readonly bool _isByClips;
    private readonly CholeskyFactor? _factor;

    /// <summary>Measures and factorises.</summary>
    /// <param name="centred">[clips, columns] clips less the mean of their class.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="shrinkage">Weight of the sphere, above 0 to 1.</param>
    /// <param name="threads">Threads, at least 1.</param>
    public ShrunkenCovariance(double[] centred, int columns, double shrinkage, int threads)
    {
        var clips = centred.Length / columns;
        (_centred, _columns) = (centred, columns);
        var trace = DesignMatrix.Dot(centred, centred) / clips;

        // All features constant within every class: any positive sphere orders classes by distance.
        _sphere = trace > 0 ? shrinkage * trace / columns : 1;
        var weight = (1 - shrinkage) / clips;
        _isByClips = clips < columns;
        // At shrinkage 1 nothing is left of the measured covariance, and the sphere needs no factor.
        _factor = weight == 0 ? null : _isByClips ? FactorOfClips(_sphere / weight, threads) : FactorOfColumns(1 - shrinkage, threads);
    }

    /// <summary>Replaces b by the solution x of (shrunken covariance) x = b.</summary>
    public void Solve(Span<double> values)
    {
        if (_factor is not null && !_isByClips)
        {
            _factor.Solve(values);
            return;
        }

        if (_factor is not null)
        {
            SubtractSharesOfClips(_factor, values);
        }

        foreach (ref var value in values)
        {
            value /= _sphere;
        }
    }

    private void SubtractSharesOfClips(CholeskyFactor factor, Span<double> values)
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
