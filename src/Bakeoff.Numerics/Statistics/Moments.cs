using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Mean and spread of some values, in two passes.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="SquareSum">Sum of the squared differences from the mean.</param>
/// <param name="Count">Number of values.</param>
/// <remarks>
/// Sums run in float64 over the values in their order: equal arguments give equal bits on every machine. Without values, mean and spread
/// are NaN. Two passes keep the digits that a difference of large sums would lose.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Moments(double Mean, double SquareSum, int Count)
{
    /// <summary>Population variance: divisor <see cref="Count"/>.</summary>
    public double Variance => SquareSum / Count;

    /// <summary>Population standard deviation.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Sample standard deviation: divisor <see cref="Count"/> - 1; NaN for one value.</summary>
    public double SampleStandardDeviation => Math.Sqrt(SquareSum / (Count - 1));

    /// <summary>Moments of float64 values.</summary>
    public static Moments Of(ReadOnlySpan<double> values) => Compute(values);

    /// <summary>Moments of float32 values.</summary>
    public static Moments Of(ReadOnlySpan<float> values) => Compute(values);

    /// <summary>Moments of each column, as a standard scaler needs them.</summary>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <param name="columnCount">Columns; positive.</param>
    /// <returns>[columns] moments, each with the bits of <see cref="Of(ReadOnlySpan{double})"/> on that column.</returns>
    public static Moments[] OfColumns(ReadOnlySpan<double> values, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        var columns = new ColumnSums(columnCount);
        columns.AddToMeans(values);
        columns.CompleteMeans();
        columns.AddToSquares(values);
        return columns.ToMoments();
    }

    /// <summary>Mean of each column, in one pass.</summary>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <param name="columnCount">Columns; positive.</param>
    /// <returns>[columns] means, with the bits of <see cref="OfColumns(ReadOnlySpan{double}, int)"/>.</returns>
    public static double[] MeansOfColumns(ReadOnlySpan<double> values, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        var columns = new ColumnSums(columnCount);
        columns.AddToMeans(values);
        return columns.CompleteMeans();
    }

    /// <summary>Moments of each column of a matrix that is looked at part by part, twice.</summary>
    /// <param name="partCount">Number of parts.</param>
    /// <param name="rows">The rows of a part, row-major.</param>
    /// <param name="columnCount">Columns; positive.</param>
    /// <returns>[columns] moments, with the bits of <see cref="OfColumns(ReadOnlySpan{double}, int)"/> on all parts together.</returns>
    public static Moments[] OfColumns(int partCount, Func<int, ReadOnlySpan<float>> rows, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        ArgumentNullException.ThrowIfNull(rows);
        var columns = new ColumnSums(columnCount);
        for (var part = 0; part < partCount; part++)
        {
            columns.AddToMeans(rows(part));
        }

        columns.CompleteMeans();
        for (var part = 0; part < partCount; part++)
        {
            columns.AddToSquares(rows(part));
        }

        return columns.ToMoments();
    }

    private static Moments Compute<T>(ReadOnlySpan<T> values)
        where T : struct, INumberBase<T>
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += double.CreateChecked(value);
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            var difference = double.CreateChecked(value) - mean;
            squares += difference * difference;
        }

        return new Moments(mean, squares, values.Length);
    }

    /// <summary>Sums of each column, row by row: all values for the means, then all again for the squared differences from them.</summary>
    /// <remarks>A lane is a column, so that vectors have the bits of one column alone.</remarks>
    private sealed class ColumnSums(int columnCount)
    {
        private static readonly int Lanes = Vector512<double>.Count;

        private readonly double[] _means = new double[columnCount];
        private readonly double[] _squares = new double[columnCount];
        private int _rowCount;

        public void AddToMeans<T>(ReadOnlySpan<T> values)
            where T : struct, INumberBase<T>
        {
            _rowCount += values.Length / columnCount;
            var vectors = MemoryMarshal.Cast<double, Vector512<double>>(_means.AsSpan());
            for (; values.Length >= columnCount; values = values[columnCount..])
            {
                var row = values[..columnCount];
                for (var i = 0; i < vectors.Length; i++)
                {
                    vectors[i] += Eight(row[(i * Lanes)..]);
                }

                for (var column = vectors.Length * Lanes; column < row.Length; column++)
                {
                    _means[column] += double.CreateChecked(row[column]);
                }
            }
        }

        public double[] CompleteMeans()
        {
            foreach (ref var mean in _means.AsSpan())
            {
                mean /= _rowCount;
            }

            return _means;
        }

        public void AddToSquares<T>(ReadOnlySpan<T> values)
            where T : struct, INumberBase<T>
        {
            var means = MemoryMarshal.Cast<double, Vector512<double>>(_means.AsSpan());
            var squares = MemoryMarshal.Cast<double, Vector512<double>>(_squares.AsSpan());
            for (; values.Length >= columnCount; values = values[columnCount..])
            {
                var row = values[..columnCount];
                for (var i = 0; i < squares.Length; i++)
                {
                    var difference = Eight(row[(i * Lanes)..]) - means[i];
                    squares[i] += difference * difference;
                }

                for (var column = squares.Length * Lanes; column < row.Length; column++)
                {
                    var difference = double.CreateChecked(row[column]) - _means[column];
                    _squares[column] += difference * difference;
                }
            }
        }

        public Moments[] ToMoments() =>
            [.. _means.Zip(_squares, (mean, squareSum) => new Moments(mean, squareSum, _rowCount))];

        /// <summary>The first eight of some float32 or float64 values.</summary>
        private static Vector512<double> Eight<T>(ReadOnlySpan<T> values)
            where T : struct
        {
            if (typeof(T) == typeof(double))
            {
                return MemoryMarshal.Cast<T, Vector512<double>>(values)[0];
            }

            var (lower, upper) = Vector256.Widen(MemoryMarshal.Cast<T, Vector256<float>>(values)[0]);
            return Vector512.Create(lower, upper);
        }
    }
}
