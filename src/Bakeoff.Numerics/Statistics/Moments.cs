using System.Numerics;
using System.Runtime.InteropServices;

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
    public static Moments Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Moments(mean, squares, values.Length);
    }

    /// <summary>Moments of float32 values.</summary>
    public static Moments Of(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Moments(mean, squares, values.Length);
    }

    /// <summary>Moments of each column, as a standard scaler needs them.</summary>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <param name="columnCount">Columns; positive.</param>
    /// <returns>[columns] moments, each with the bits of <see cref="Of(ReadOnlySpan{double})"/> on that column.</returns>
    public static Moments[] OfColumns(ReadOnlySpan<double> values, int columnCount) => OfColumnsIn(values, columnCount);

    /// <inheritdoc cref="OfColumns(ReadOnlySpan{double}, int)"/>
    public static Moments[] OfColumns(ReadOnlySpan<float> values, int columnCount) => OfColumnsIn(values, columnCount);

    private static Moments[] OfColumnsIn<T>(ReadOnlySpan<T> values, int columnCount)
        where T : struct, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnCount);
        var rowCount = values.Length / columnCount;
        var (means, squares) = (new double[columnCount], new double[columnCount]);
        for (var row = 0; row < rowCount; row++)
        {
            var source = values.Slice(row * columnCount, columnCount);
            for (var column = 0; column < source.Length; column++)
            {
                means[column] += double.CreateChecked(source[column]);
            }
        }

        DivideBy(rowCount, means);
        for (var row = 0; row < rowCount; row++)
        {
            var source = values.Slice(row * columnCount, columnCount);
            for (var column = 0; column < source.Length; column++)
            {
                var difference = double.CreateChecked(source[column]) - means[column];
                squares[column] += difference * difference;
            }
        }

        return Combine(means, squares, rowCount);
    }

    private static void DivideBy(int count, double[] sums)
    {
        foreach (ref var sum in sums.AsSpan())
        {
            sum /= count;
        }
    }

    private static Moments[] Combine(double[] means, double[] squares, int count)
    {
        var moments = new Moments[means.Length];
        for (var column = 0; column < moments.Length; column++)
        {
            moments[column] = new Moments(means[column], squares[column], count);
        }

        return moments;
    }
}
