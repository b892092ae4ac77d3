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

    /// <summary>Computes the kernel of some rows.</summary>
    /// <param name="rows">Their positions, ascending.</param>
    /// <param name="gamma">Inverse width of the Gaussian kernel of distances; null for the products themselves.</param>
    /// <returns>Shape [n, n].</returns>
    public double[] Of(int[] rows, double? gamma)
    {
        var n = rows.Length;
        var own = _values is null ? Compare(_training.Rows(rows), threads: 1) : null;
        var kernel = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var values = own is null ? _values![rows[i]] : own[i];
            for (var j = 0; j <= i; j++)
            {
                var value = own is null ? values[rows[j]] : values[j];
                value = gamma is { } width ? DeterministicMath.Exp(-width * value) : value;
                kernel[(i * n) + j] = value;
                kernel[(j * n) + i] = value;
            }
        }

        return kernel;
    }

    private double[][] Compare(DesignMatrix rows, int threads)
    {
        var interleaved = new InterleavedRows(rows);
        var values = new double[rows.RowCount][];
        Parallel.For(0, rows.RowCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            values[i] = new double[i + 1];
            if (_isDistance)
            {
                interleaved.SquaredDistances(rows.Row(i), values[i]);
            }
            else
            {
                interleaved.Dots(rows.Row(i), values[i]);
            }
        });
        return values;
    }
}
