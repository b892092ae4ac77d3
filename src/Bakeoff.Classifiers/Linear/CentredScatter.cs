using System.Buffers;
using System.Numerics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Products of centred rows X with one another, X^T X or, with fewer rows than columns, X X^T, and Cholesky factors of
/// them.</summary>
/// <remarks>Cost: S^2 B / 2 multiply-adds for the smaller side S of the rows and the bigger one B, and S^3 / 6 for each factor. Memory: two
/// matrices of [S, S]. Determinism: every entry is one sum in a fixed order; threads change no result.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CentredScatter<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many rows are centred together, where the products are those of columns.
    private const int RowsOfBand = 512;

    // Sums are no longer than this, for the sake of float32; then they are added up.
    private const int RowsOfSum = 4 * RowsOfBand;

    // Added to the diagonal, as a share of it: what rounding to float32 may have taken from the smallest directions.
    private static readonly T Rounding = T.CreateChecked(typeof(T) == typeof(float) ? 1e-6 : 0);

    private readonly int _size;
    private readonly T[] _products;
    private readonly T[] _matrix;
    private readonly WorkerPool _pool;

    /// <summary>Computes the products.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="isRounded">For float: true to round to 16-bit integers first, which takes half of the time and leaves four digits.</param>
    public CentredScatter(CentredRows rows, WorkerPool pool, bool isRounded = false)
    {
        (_size, _pool) = (rows.Size, pool);

        // Lent memory: a choice among classifiers needs it again and again.
        _products = ArrayPool<T>.Shared.Rent(_size * _size);
        _matrix = ArrayPool<T>.Shared.Rent(_size * _size);
        var height = rows.IsByRows ? rows.RowCount : Math.Min(RowsOfBand, rows.RowCount);
        var band = ArrayPool<T>.Shared.Rent(height * rows.ColumnCount);
        for (var first = 0; first < rows.RowCount; first += height)
        {
            var count = Math.Min(height, rows.RowCount - first);
            for (var i = 0; i < count; i++)
            {
                rows.Centre(first + i, band.AsSpan(i * rows.ColumnCount, rows.ColumnCount));
            }

            var (transpose, inner) = rows.IsByRows ? (Transpose.No, rows.ColumnCount) : (Transpose.Yes, count);
            var sums = first < RowsOfSum ? _products : _matrix;
            var accumulate = first % RowsOfSum > 0;
            if (isRounded)
            {
                SymmetricProduct.ComputeRoughly(
                    transpose, _size, inner, (float[])(object)band, rows.ColumnCount, (float[])(object)sums, accumulate, pool);
            }
            else
            {
                SymmetricProduct.Compute<T>(transpose, _size, inner, band, rows.ColumnCount, sums, accumulate, pool);
            }

            if (first >= RowsOfSum && ((first + height) % RowsOfSum == 0 || first + height >= rows.RowCount))
            {
                AddSums();
            }
        }

        ArrayPool<T>.Shared.Return(band);
    }

    /// <summary>Factorises weight times the products plus a number on the diagonal. The factor is good until the next one is made.</summary>
    /// <exception cref="NotPositiveDefiniteException">There is none.</exception>
    public CholeskyFactor<T> Factor(double weight, double diagonal)
    {
        var (factor, added) = (T.CreateSaturating(weight), T.CreateSaturating(diagonal));
        for (var i = 0; i < _size; i++)
        {
            var source = _products.AsSpan(i * _size, i + 1);
            var target = _matrix.AsSpan(i * _size, i + 1);
            for (var j = 0; j < target.Length; j++)
            {
                target[j] = factor * source[j];
            }

            target[i] = (target[i] * (T.One + Rounding)) + added;
        }

        return new CholeskyFactor<T>(_matrix, _size, _pool);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_products);
        ArrayPool<T>.Shared.Return(_matrix);
    }

    private void AddSums()
    {
        for (var i = 0; i < _size; i++)
        {
            var source = _matrix.AsSpan(i * _size, i + 1);
            var target = _products.AsSpan(i * _size, i + 1);
            for (var j = 0; j < target.Length; j++)
            {
                target[j] += source[j];
            }
        }
    }
}
