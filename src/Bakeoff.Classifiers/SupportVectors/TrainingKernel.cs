using System.Buffers;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Kernel values among training rows, for the pairs of classes of one machine or of several.</summary>
/// <remarks>
/// Products or distances of all rows are computed once, each by the same sum in the order of columns: threads and sharing change no bit.
/// Cost: N^2 F / 2 multiply-adds and 4 N^2 bytes. With more rows than <see cref="LargestShared"/> or few columns, the rows of the kernel of each pair
/// of classes are computed when its solver asks for them, and 400 MB of them are held, a third more while it solves for few clips; besides,
/// each thread holds its pair's clips once more.
/// </remarks>
internal sealed class TrainingKernel
{
    /// <summary>So many rows are compared with one another in advance: 268 MB.</summary>
    private const int LargestShared = 8192;

    // A row over fewer columns is computed sooner than it is gathered from 8 N bytes of another.
    private const int FewColumns = 128;

    private const long Held = 400_000_000;
    private const int Padding = 8;
    private const int Tile = 32;

    private readonly DesignMatrix _training;
    private readonly bool _isDistance;
    private readonly int _capacity;
    private readonly KernelMemory _memory;

    // Rows of the lower triangle, the diagonal included; null where there are too many.
    private readonly double[][]? _values;

    /// <summary>Compares the rows with one another.</summary>
    /// <param name="training">Scaled rows.</param>
    /// <param name="largestPair">Largest number of rows of two classes.</param>
    /// <param name="isDistance">True for squared distances, false for dot products.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="largestShared">Largest number of rows that are compared in advance.</param>
    /// <param name="held">Bytes of kernel rows that all threads hold together where rows are not compared in advance.</param>
    public TrainingKernel(
        DesignMatrix training, int largestPair, bool isDistance, int threads, int largestShared = LargestShared, long held = Held)
    {
        (_training, _isDistance, _memory) = (training, isDistance, new KernelMemory(Stride(largestPair)));
        _capacity = (int)Math.Clamp(held / threads / (sizeof(double) * _memory.Length), 4 * KernelRows.Together, int.MaxValue);
        if (training.RowCount <= largestShared)
        {
            _values = Compare(training, threads);
        }
    }

    /// <summary>Bytes of rows and of a kernel among them, as it is compared and as it is solved.</summary>
    /// <param name="rows">Number of training rows.</param>
    /// <param name="columns">Features in a row.</param>
    public static long TrainingBytes(long rows, int columns) => sizeof(double) * ((rows * columns) + (rows * rows));

    /// <summary>Largest number of rows that are worth comparing in advance.</summary>
    /// <param name="columns">Their columns.</param>
    public static int MostShared(int columns) => columns < FewColumns ? 0 : LargestShared;

    /// <summary>Length of a row of the kernel of some rows: their number, rounded up to whole vectors.</summary>
    public static int Stride(int rows) => (rows + Padding - 1) / Padding * Padding;

    /// <summary>The kernel of some rows. Disposing it gives its memory to the next.</summary>
    /// <param name="rows">Their positions; one may stand several times.</param>
    /// <param name="gamma">Inverse width of the Gaussian kernel of distances; null for the products themselves.</param>
    public KernelRows Of(int[] rows, double? gamma) => _values is null ? Computed(rows, gamma) : Shared(rows, gamma, _values);

    private KernelRows Shared(int[] rows, double? gamma, double[][] values)
    {
        var kernel = new double[rows.Length][];
        for (var i = 0; i < kernel.Length; i++)
        {
            kernel[i] = _memory.Take();
            kernel[i].AsSpan(rows.Length).Clear();
            var row = kernel[i].AsSpan(0, i + 1);
            var source = values[rows[i]];
            for (var j = 0; j < row.Length; j++)
            {
                row[j] = rows[j] <= rows[i] ? source[rows[j]] : values[rows[j]][rows[i]];
            }

            if (gamma is { } width)
            {
                Gaussian(row, width);
            }
        }

        Mirror(kernel);
        return new KernelRows(_memory, kernel);
    }

    private KernelRows Computed(int[] rows, double? gamma)
    {
        var interleaved = new InterleavedRows(_training.Rows(rows));
        var diagonal = Array.ConvertAll(
            rows, row => _isDistance ? DesignMatrix.SquaredDistance(_training.Row(row), _training.Row(row))
                : DesignMatrix.Dot(_training.Row(row), _training.Row(row)));
        if (gamma is { } width)
        {
            Gaussian(diagonal, width);
        }

        return new KernelRows(_memory, diagonal, Math.Min(rows.Length + KernelRows.Together, _capacity), (clips, targets) =>
        {
            var stride = InterleavedRows.Stride(rows.Length);
            var sums = ArrayPool<double>.Shared.Rent(clips.Length * stride);
            Compare(interleaved, _training.Rows(Array.ConvertAll(clips, clip => rows[clip])).Values, rows.Length, sums);
            for (var i = 0; i < clips.Length; i++)
            {
                targets[i].AsSpan(rows.Length).Clear();
                var row = targets[i].AsSpan(0, rows.Length);
                sums.AsSpan(i * stride, row.Length).CopyTo(row);
                if (gamma is { } inverse)
                {
                    Gaussian(row, inverse);
                }
            }

            ArrayPool<double>.Shared.Return(sums);
        });
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
    private static void Mirror(double[][] kernel)
    {
        for (var top = 0; top < kernel.Length; top += Tile)
        {
            for (var left = 0; left <= top; left += Tile)
            {
                for (var i = top; i < Math.Min(kernel.Length, top + Tile); i++)
                {
                    var row = kernel[i];
                    for (var j = left; j < Math.Min(i, left + Tile); j++)
                    {
                        kernel[j][i] = row[j];
                    }
                }
            }
        }
    }

    private void Compare(InterleavedRows interleaved, ReadOnlySpan<double> rows, int others, Span<double> sums)
    {
        if (_isDistance)
        {
            interleaved.SquaredDistances(rows, others, sums);
        }
        else
        {
            interleaved.Dots(rows, others, sums);
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
            Compare(interleaved, group, end, sums);
            for (var i = first; i < end; i++)
            {
                values[i] = sums.AsSpan((i - first) * stride, i + 1).ToArray();
            }

            ArrayPool<double>.Shared.Return(sums);
        });
        return values;
    }
}
