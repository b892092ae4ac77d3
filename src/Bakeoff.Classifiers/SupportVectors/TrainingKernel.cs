using System.Buffers;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Kernel values among training rows, for the pairs of classes of one machine or of several.</summary>
/// <remarks>
/// Products or distances of all rows are computed once, each by the same sum in the order of columns: threads and sharing change no bit.
/// Cost: N^2 F / 2 multiply-adds and 4 N^2 bytes. With more rows than <see cref="LargestShared"/>, those of each pair of classes are
/// computed when they are asked for, as often as they are.
/// </remarks>
internal sealed class TrainingKernel
{
    /// <summary>So many rows are compared with one another in advance: 268 MB.</summary>
    private const int LargestShared = 8192;

    private const int Padding = 8;
    private const int Tile = 32;

    private readonly DesignMatrix _training;
    private readonly bool _isDistance;

    // Rows of the lower triangle, the diagonal included; null where there are too many.
    private readonly double[][]? _values;

    /// <summary>Compares the rows with one another.</summary>
    /// <param name="training">Scaled rows.</param>
    /// <param name="isDistance">True for squared distances, false for dot products.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="largestShared">Largest number of rows that are compared in advance.</param>
    public TrainingKernel(DesignMatrix training, bool isDistance, int threads, int largestShared = LargestShared)
    {
        (_training, _isDistance) = (training, isDistance);
        if (training.RowCount <= largestShared)
        {
            _values = Compare(training, threads);
        }
    }

    /// <summary>Length of a row of the kernel of some rows: their number, rounded up to whole vectors.</summary>
    public static int Stride(int rows) => (rows + Padding - 1) / Padding * Padding;

    /// <summary>Computes the kernel of some rows.</summary>
    /// <param name="rows">Their positions, ascending.</param>
    /// <param name="gamma">Inverse width of the Gaussian kernel of distances; null for the products themselves.</param>
    /// <returns>Shape [n, <see cref="Stride"/>], padded with zeros.</returns>
    public double[] Of(int[] rows, double? gamma)
    {
        var (n, stride) = (rows.Length, Stride(rows.Length));
        var own = _values is null ? Compare(_training.Rows(rows), threads: 1) : null;
        var kernel = new double[n * stride];
        for (var i = 0; i < n; i++)
        {
            var row = kernel.AsSpan(i * stride, i + 1);
            var values = own is null ? _values![rows[i]] : own[i];
            for (var j = 0; j <= i; j++)
            {
                row[j] = own is null ? values[rows[j]] : values[j];
            }

            if (gamma is { } width)
            {
                Gaussian(row, width);
            }
        }

        Mirror(kernel, n, stride);
        return kernel;
    }

    /// <summary>Replaces squared distances by values of the Gaussian kernel.</summary>
    public static void Gaussian(Span<double> values, double gamma)
    {
        foreach (ref var value in values)
        {
            value *= -gamma;
        }

        DeterministicMath.Exp(values, values);
    }

    // Copies the lower triangle above the diagonal, a tile that fits the cache at a time.
    private static void Mirror(double[] kernel, int n, int stride)
    {
        for (var top = 0; top < n; top += Tile)
        {
            for (var left = 0; left <= top; left += Tile)
            {
                for (var i = top; i < Math.Min(n, top + Tile); i++)
                {
                    for (var j = left; j < Math.Min(i, left + Tile); j++)
                    {
                        kernel[(j * stride) + i] = kernel[(i * stride) + j];
                    }
                }
            }
        }
    }

    private double[][] Compare(DesignMatrix rows, int threads)
    {
        var interleaved = new InterleavedRows(rows);
        var values = new double[rows.RowCount][];
        var groups = (rows.RowCount + InterleavedRows.Together - 1) / InterleavedRows.Together;
        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, turn =>
        {
            // The last rows have most others before them: they come first, so that no thread is left with them at the end.
            var first = (groups - 1 - turn) * InterleavedRows.Together;
            var end = Math.Min(rows.RowCount, first + InterleavedRows.Together);
            var stride = InterleavedRows.Stride(end);
            var sums = ArrayPool<double>.Shared.Rent((end - first) * stride);
            var group = rows.Values.AsSpan(first * rows.ColumnCount, (end - first) * rows.ColumnCount);
            if (_isDistance)
            {
                interleaved.SquaredDistances(group, end, sums);
            }
            else
            {
                interleaved.Dots(group, end, sums);
            }

            for (var i = first; i < end; i++)
            {
                values[i] = sums.AsSpan((i - first) * stride, i + 1).ToArray();
            }

            ArrayPool<double>.Shared.Return(sums);
        });
        return values;
    }
}
