using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Lower triangular L with L L^T = A, to solve A x = b for a symmetric positive definite A.</summary>
/// <remarks>Each entry is one sum over ascending columns: same bits everywhere.</remarks>
internal sealed class CholeskyFactor
{
    private readonly double[] _lower;
    private readonly int _size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A, of shape [size, size]; overwritten.</param>
    /// <param name="size">Number of rows.</param>
    /// <exception cref="ClassifierException">A is not positive definite.</exception>
    public CholeskyFactor(double[] matrix, int size)
    {
        (_lower, _size) = (matrix, size);
        for (var i = 0; i < size; i++)
        {
            var row = Row(i);
            for (var j = 0; j < i; j++)
            {
                row[j] = (row[j] - DesignMatrix.Dot(row[..j], Row(j)[..j])) / Row(j)[j];
            }

            var square = row[i] - DesignMatrix.Dot(row[..i], row[..i]);
            row[i] = square > 0 ? Math.Sqrt(square) : throw NotPositiveDefinite(i);
        }
    }

    /// <summary>Solves A x = b.</summary>
    /// <param name="values">b on entry, x on return.</param>
    public void Solve(Span<double> values)
    {
        for (var i = 0; i < _size; i++)
        {
            values[i] = (values[i] - DesignMatrix.Dot(Row(i)[..i], values[..i])) / Row(i)[i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            values[i] /= Row(i)[i];
            for (var j = 0; j < i; j++)
            {
                values[j] = Math.FusedMultiplyAdd(-Row(i)[j], values[i], values[j]);
            }
        }
    }

    private static ClassifierException NotPositiveDefinite(int column) =>
        new(new ErrorDetails("covariance of the features is not positive definite at column {value}")
    {
        Value = column.ToString(CultureInfo.InvariantCulture),
        NextStep = "Raise shrinkage or leave out features that are copies of one another.",
    });

    private Span<double> Row(int row) => _lower.AsSpan(row * _size, _size);
}
