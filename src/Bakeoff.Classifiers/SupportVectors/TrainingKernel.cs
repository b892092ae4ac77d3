using System.Buffers;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Kernel values among training rows, for the pairs of classes of one machine or of several.</summary>
/// <remarks>
/// Products of all rows are computed once, each by the same sum in the order of columns: threads and sharing change no bit.
/// Cost: N^2 F / 2 multiply-adds and 4 N^2 bytes. With more rows than <see cref="LargestShared"/> or few columns, the rows of the kernel of each pair
/// of classes are computed when its solver asks for them, and 300 MB of them are held, 400 MB while it solves for active clips; besides,
/// each thread holds its pair's clips once more.
/// </remarks>
internal sealed class TrainingKernel
{
    /// <summary>So many rows are compared with one another in advance: 268 MB.</summary>
    private const int LargestShared = 8192;

    // A row over fewer columns is computed sooner than it is gathered from 8 N bytes of another.
    private const int FewColumns = 128;

    private const long Held = 300_000_000;
    private const int Padding = 8;

    // So many rows are compared with all before them by one product.
    private const int Together = 256;
    private const int Tile = 32;

    private readonly KernelBasis _basis;
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
        (_basis, _isDistance, _memory) = (new KernelBasis(training, isDistance), isDistance, new KernelMemory(Stride(largestPair)));
        _capacity = (int)Math.Clamp(held / threads / (sizeof(double) * _memory.Length), 4 * KernelRows.Together, int.MaxValue);
        if (training.RowCount <= largestShared)
        {
            _values = Compare(threads);
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
        var interleaved = new InterleavedRows(_basis.Rows.Rows(rows));
        var squares = _isDistance ? Array.ConvertAll(rows, row => _basis.Squares[row]) : [];
        var diagonal = Array.ConvertAll(rows, row => _isDistance ? 0 : DesignMatrix.Dot(_basis.Rows.Row(row), _basis.Rows.Row(row)));
        if (gamma is { } width)
        {
            Gaussian(diagonal, width);
        }

        return new KernelRows(_memory, diagonal, Math.Min(rows.Length + KernelRows.Together, _capacity), (clips, targets) =>
        {
            var stride = InterleavedRows.Stride(rows.Length);
            var sums = ArrayPool<double>.Shared.Rent(clips.Length * stride);
            interleaved.Dots(_basis.Rows.Rows(Array.ConvertAll(clips, clip => rows[clip])).Values, rows.Length, sums);
            for (var i = 0; i < clips.Length; i++)
            {
                targets[i].AsSpan(rows.Length).Clear();
                var row = targets[i].AsSpan(0, rows.Length);
                sums.AsSpan(i * stride, row.Length).CopyTo(row);
                if (gamma is { } inverse)
                {
                    KernelBasis.ToDistances(row, squares[clips[i]], squares);
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

    private double[][] Compare(int threads)
    {
        var rows = _basis.Rows;
        var (count, columns) = (rows.RowCount, rows.ColumnCount);
        var values = new double[count][];
        var products = new double[Math.Min(Together, count) * count];
        using var pool = new WorkerPool(threads);
        for (var first = 0; first < count; first += Together)
        {
            var end = Math.Min(first + Together, count);
            Gemm.Multiply(
                Transpose.No, Transpose.Yes, end - first, end, columns, rows.Values.AsSpan(first * columns), columns, rows.Values, columns,
                products, end, accumulate: false, pool);
            pool.Run(end - first, first, (i, start) =>
            {
                var row = values[start + i] = products.AsSpan(i * end, start + i + 1).ToArray();
                if (_isDistance)
                {
                    KernelBasis.ToDistances(row, _basis.Squares[start + i], _basis.Squares);
                }
            });
        }

        return values;
    }
}
