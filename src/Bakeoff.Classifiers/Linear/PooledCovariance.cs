using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Covariance of centred rows, such as clips minus the mean of their class.</summary>
/// <remarks>Each entry is one sum over ascending rows. Vector lanes hold different entries and threads different rows of the result:
/// neither changes a bit.</remarks>
internal static class PooledCovariance
{
    // Rows of the result computed together: their sums stay in the cache during one pass over the clips.
    private const int TileRows = 32;

    /// <summary>Computes the mean of x_i x_j over all clips.</summary>
    /// <param name="values">Centred values of shape [clips, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <returns>Shape [columns, columns], symmetric.</returns>
    public static double[] Compute(double[] values, int columns, int threads)
    {
        var result = new double[columns * columns];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (columns + TileRows - 1) / TileRows, parallel, tile => Sum(values, columns, tile * TileRows, result));
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
