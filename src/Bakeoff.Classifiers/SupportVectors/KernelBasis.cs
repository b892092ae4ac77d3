using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Rows whose kernel with other rows is computed from their products; for squared distances, |a|^2 + |b|^2 - 2 a b, they are taken
/// around their mean.</summary>
/// <remarks>
/// Accuracy: a squared distance is off by at most F 2^-52 (|a|^2 + |b|^2) with F columns, and 0 between equal rows. What is small beside that
/// is not told from 0: to a Gaussian kernel with a width of the data's size, both are 1 but for its last digits.
/// </remarks>
internal sealed class KernelBasis
{
    private readonly double[]? _mean;

    /// <summary>Prepares rows.</summary>
    /// <param name="rows">The rows; kept, and not copied for products.</param>
    /// <param name="isDistance">True for squared distances, false for dot products.</param>
    public KernelBasis(DesignMatrix rows, bool isDistance)
    {
        _mean = isDistance ? Moments.MeansOfColumns(rows.Values, rows.ColumnCount) : null;
        Rows = Around(rows, 0, rows.RowCount);
        Squares = isDistance ? [.. Enumerable.Range(0, rows.RowCount).Select(row => DesignMatrix.Dot(Rows.Row(row), Rows.Row(row)))] : [];
    }

    /// <summary>The rows, around their mean if it is for distances.</summary>
    public DesignMatrix Rows { get; }

    /// <summary>Squared length of each row; empty if it is for products.</summary>
    public double[] Squares { get; }

    /// <summary>Takes some of other rows as these are taken.</summary>
    public DesignMatrix Around(DesignMatrix rows, int first, int count)
    {
        if (_mean is null && count == rows.RowCount)
        {
            return rows;
        }

        var columns = rows.ColumnCount;
        var around = GC.AllocateUninitializedArray<double>(count * columns);
        for (var row = 0; row < count; row++)
        {
            var target = around.AsSpan(row * columns, columns);
            if (_mean is null)
            {
                rows.Row(first + row).CopyTo(target);
            }
            else
            {
                DesignMatrix.Centre(rows.Row(first + row), _mean, 1, target);
            }
        }

        return new DesignMatrix(around, columns);
    }

    /// <summary>Replaces products of a row with some others by squared distances.</summary>
    /// <param name="products">The products.</param>
    /// <param name="square">Squared length of the row.</param>
    /// <param name="squares">Squared lengths of the others.</param>
    public static void ToDistances(Span<double> products, double square, ReadOnlySpan<double> squares)
    {
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = Math.Max(0, square + squares[i] - (2 * products[i]));
        }
    }
}
