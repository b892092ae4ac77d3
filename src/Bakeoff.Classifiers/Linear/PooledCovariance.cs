using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Covariance of rows that have mean 0 already, such as clips less the mean of their class.</summary>
/// <remarks>Each entry is one sum over ascending rows; vector lanes hold different entries and threads different rows of the result, so that neither changes a bit.</remarks>
internal static class PooledCovariance
{
    // Rows of the result computed together: their sums stay in the cache while the clips stream by once.
    private const int TileRows = 32;

    /// <summary>Sums x_i x_j over all clips, divided by their number.</summary>
    /// <param name="values">[clips, columns] centred values.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <returns>[columns, columns], the entries below the diagonal mirrored.</returns>
    public static double[] Compute(double[] values, int columns, int threads)
    {
        var result = new double[columns * columns];
        Parallel.For(0, (columns + TileRows - 1) / TileRows, new ParallelOptions { MaxDegreeOfParallelism = threads }, tile => Sum(values, columns, tile * TileRows, result));
        var clips = values.Length / columns;
        for (var i = 0; i < columns; i++)
        {
            for (var j = i; j < columns; j++)
            {
                result[(i * columns) + j] /= clips;
                result[(j * columns) + i] = result[(i * columns) + j];
            }
        }

        return result;
    }

    private static void Sum(double[] values, int columns, int first, double[] result)
    {
        var end = Math.Min(first + TileRows, columns);
        for (var start = 0; start < values.Length; start += columns)
        {
            var row = values.AsSpan(start, columns);
            for (var i = first; i < end; i++)
            {
                AddScaled(row[i], row[i..], result.AsSpan((i * columns) + i, columns - i));
            }
        }
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        var factors = Vector256.Create(factor);
        var sources = MemoryMarshal.Cast<double, Vector256<double>>(source);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(target);
        for (var i = 0; i < targets.Length && i < sources.Length; i++)
        {
            targets[i] = Vector256.FusedMultiplyAdd(factors, sources[i], targets[i]);
        }

        for (var i = targets.Length * Vector256<double>.Count; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, source[i], target[i]);
        }
    }
}
