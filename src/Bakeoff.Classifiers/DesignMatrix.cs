using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers;

/// <summary>Feature vectors, one row for each clip.</summary>
public sealed class DesignMatrix
{
    /// <summary>Wraps values without copying them.</summary>
    /// <param name="values">Shape [RowCount, ColumnCount], row-major.</param>
    /// <param name="columnCount">Features in a row; positive.</param>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the columns.</exception>
    public DesignMatrix(double[] values, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        if (values.Length % columnCount != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {columnCount}.", nameof(values));
        }

        Values = values;
        ColumnCount = columnCount;
    }

    /// <summary>Values of shape [RowCount, ColumnCount].</summary>
    public double[] Values { get; }

    /// <summary>Features in a row.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Values.Length / ColumnCount;

    /// <summary>Features of one clip.</summary>
    /// <param name="row">Position of the clip.</param>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * ColumnCount, ColumnCount);

    /// <summary>Copies some rows.</summary>
    /// <param name="rows">Positions of the clips, in the order of the copy; may repeat.</param>
    public DesignMatrix Rows(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length * ColumnCount];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * ColumnCount));
        }

        return new DesignMatrix(values, ColumnCount);
    }

    /// <summary>Differences of a row from a centre, times a factor, rounded at the end.</summary>
    /// <param name="row">Values.</param>
    /// <param name="centre">As many values.</param>
    /// <param name="factor">Factor on each difference.</param>
    /// <param name="differences">Receives as many values.</param>
    /// <typeparam name="T">float or double.</typeparam>
    internal static void Centre<T>(ReadOnlySpan<double> row, ReadOnlySpan<double> centre, double factor, Span<T> differences)
        where T : unmanaged, INumberBase<T>
    {
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(row);
        var centres = MemoryMarshal.Cast<double, Vector512<double>>(centre);
        for (var i = 0; i < sources.Length; i++)
        {
            var difference = factor * (sources[i] - centres[i]);
            if (typeof(T) == typeof(double))
            {
                MemoryMarshal.Cast<T, Vector512<double>>(differences)[i] = difference;
            }
            else
            {
                MemoryMarshal.Cast<T, Vector256<float>>(differences)[i] = Vector256.Narrow(difference.GetLower(), difference.GetUpper());
            }
        }

        for (var i = sources.Length * Vector512<double>.Count; i < differences.Length; i++)
        {
            differences[i] = T.CreateChecked(factor * (row[i] - centre[i]));
        }
    }

    /// <summary>Sum of products of two rows, in the order of columns.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double sum = 0)
    {
        for (var i = 0; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>Squared Euclidean distance of two rows, in the order of columns.</summary>
    internal static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = a[i] - b[i];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }
}
