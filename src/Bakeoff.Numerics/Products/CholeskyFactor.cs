using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Lower triangular L with L L^T = A, to solve A x = b for a symmetric positive definite A.</summary>
/// <remarks>
/// Rounding: each entry of L is one chain <c>sum = fma(-l[i, p], l[j, p], sum)</c> for ascending p that begins at a[i, j], then a division
/// by l[j, j] or a square root. Blocks, vectors and threads split entries and never a chain, so they change no bit.
/// Cost: n^3 / 6 multiply-adds, almost all of them in <see cref="Gemm"/>, and n^2 for each right-hand side.
/// </remarks>
public sealed class CholeskyFactor
{
    private const int Block = 64;

    // Columns that are finished before the matrix behind them takes their products: the more, the less often it passes through memory.
    private const int Panel = 256;

    private const int RowsOfTask = 32;
    private static readonly int Lanes = Vector512<double>.Count;
    private static readonly Action<int, FinishedBlock> FinishRowsBody = FinishRows;

    private readonly double[] _lower;
    private readonly int _size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A in its first [size, size] values, of which the lower half is read; overwritten and kept.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite.</exception>
    public CholeskyFactor(double[] matrix, int size, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(pool);
        if (matrix.Length < (long)size * size)
        {
            throw new ArgumentException($"The matrix has {matrix.Length} values, expected at least {size} x {size}.", nameof(matrix));
        }

        (_lower, _size) = (matrix, size);
        var negated = ArrayPool<double>.Shared.Rent(size * Panel);
        for (var panel = 0; panel < size; panel += Panel)
        {
            FactorPanel(panel, Math.Min(panel + Panel, size), negated, pool);
        }

        ArrayPool<double>.Shared.Return(negated);
    }

    /// <summary>Solves A X = B.</summary>
    /// <param name="values">B on entry, X on return: [right-hand sides, size], one after the other.</param>
    /// <exception cref="ArgumentException">The values do not fill whole right-hand sides.</exception>
    public void Solve(Span<double> values)
    {
        var count = values.Length / _size;
        if (count * _size != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill right-hand sides of {_size}.", nameof(values));
        }

        // Each lane is a right-hand side with chains of its own.
        var lanes = new Vector512<double>[_size];
        var numbers = MemoryMarshal.Cast<Vector512<double>, double>(lanes.AsSpan());
        for (var first = 0; first < count; first += Lanes)
        {
            var sides = values.Slice(first * _size, Math.Min(Lanes, count - first) * _size);
            for (var i = 0; i < sides.Length; i++)
            {
                numbers[(i % _size * Lanes) + (i / _size)] = sides[i];
            }

            SolveForward(lanes);
            SolveBackward(lanes);
            for (var i = 0; i < sides.Length; i++)
            {
                sides[i] = numbers[(i % _size * Lanes) + (i / _size)];
            }
        }
    }

    private void SolveForward(Vector512<double>[] lanes)
    {
        for (var i = 0; i < lanes.Length; i++)
        {
            var row = Row(i)[..(i + 1)];
            var sum = lanes[i];
            for (var p = 0; p < i; p++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(-row[p]), lanes[p], sum);
            }

            lanes[i] = sum / Vector512.Create(row[i]);
        }
    }

    private void SolveBackward(Vector512<double>[] lanes)
    {
        for (var i = lanes.Length - 1; i >= 0; i--)
        {
            var row = Row(i)[..(i + 1)];
            lanes[i] /= Vector512.Create(row[i]);
            var negated = -lanes[i];
            for (var p = 0; p < i; p++)
            {
                lanes[p] = Vector512.FusedMultiplyAdd(negated, Vector512.Create(row[p]), lanes[p]);
            }
        }
    }

    /// <summary>Finishes the columns of a panel, block by block, then subtracts their products from the matrix behind it.</summary>
    private void FactorPanel(int panel, int end, double[] negated, WorkerPool pool)
    {
        for (var first = panel; first < end; first += Block)
        {
            var last = Math.Min(first + Block, end);
            FactorDiagonal(first, last);
            var block = new FinishedBlock(this, panel, first, last, Diagonal(first, last), negated);
            pool.Run((_size - last + RowsOfTask - 1) / RowsOfTask, block, FinishRowsBody);
            SubtractProducts(panel, (first, last), end, negated, pool);
        }

        if (end < _size)
        {
            // Reads finished columns and writes columns behind them: one array, but no element in common.
            Gemm.MultiplyLower(
                Transpose.No, Transpose.Yes, _size - end, end - panel, negated.AsSpan((end - panel) * Panel), Panel,
                _lower.AsSpan((end * _size) + panel), _size, _lower.AsSpan((end * _size) + end), _size, accumulate: true, pool);
        }
    }

    private void FactorDiagonal(int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            var row = Row(i);
            for (var j = first; j <= i; j++)
            {
                var other = Row(j);
                var sum = row[j];
                for (var p = first; p < j; p++)
                {
                    sum = Math.FusedMultiplyAdd(-row[p], other[p], sum);
                }

                row[j] = j < i ? sum / other[j]
                    : sum > 0 ? Math.Sqrt(sum)
                    : throw new NotPositiveDefiniteException(i);
            }
        }
    }

    /// <summary>Copies the triangle of a finished block with rows and columns exchanged.</summary>
    private double[] Diagonal(int first, int last)
    {
        var width = last - first;
        var diagonal = new double[width * width];
        for (var j = 0; j < width; j++)
        {
            for (var p = 0; p <= j; p++)
            {
                diagonal[(p * width) + j] = Row(first + j)[first + p];
            }
        }

        return diagonal;
    }

    /// <summary>The columns of a block in some rows below it, and their negation.</summary>
    private static void FinishRows(int task, FinishedBlock block)
    {
        var (factor, panel, first, last, diagonal, negated) = block;
        var width = last - first;
        var start = last + (task * RowsOfTask);
        var end = Math.Min(start + RowsOfTask, factor._size);

        // Each lane is a row with chains of its own; lanes without a row are computed and dropped.
        Span<Vector512<double>> lanes = stackalloc Vector512<double>[width];
        var numbers = MemoryMarshal.Cast<Vector512<double>, double>(lanes);
        for (var i = start; i < end; i += Lanes)
        {
            var count = Math.Min(Lanes, end - i);
            for (var lane = 0; lane < count; lane++)
            {
                var row = factor.Row(i + lane)[first..last];
                for (var p = 0; p < row.Length; p++)
                {
                    numbers[(p * Lanes) + lane] = row[p];
                }
            }

            Finish(lanes, diagonal);
            for (var lane = 0; lane < count; lane++)
            {
                var row = factor.Row(i + lane)[first..last];
                var copy = negated.AsSpan(((i + lane - panel) * Panel) + first - panel, width);
                for (var p = 0; p < row.Length; p++)
                {
                    row[p] = numbers[(p * Lanes) + lane];
                    copy[p] = -row[p];
                }
            }
        }
    }

    private static void Finish(Span<Vector512<double>> lanes, ReadOnlySpan<double> diagonal)
    {
        for (var p = 0; p < lanes.Length; p++)
        {
            var column = diagonal.Slice(p * lanes.Length, lanes.Length);
            lanes[p] /= Vector512.Create(column[p]);
            var negated = -lanes[p];
            for (var j = p + 1; j < lanes.Length; j++)
            {
                lanes[j] = Vector512.FusedMultiplyAdd(negated, Vector512.Create(column[j]), lanes[j]);
            }
        }
    }

    /// <summary>Subtracts products of a finished block from the columns of the panel behind it.</summary>
    private void SubtractProducts(int panel, (int First, int Last) block, int end, double[] negated, WorkerPool pool)
    {
        var (first, last) = block;
        if (last < end)
        {
            Gemm.Multiply(
                Transpose.No, Transpose.Yes, _size - last, end - last, last - first, negated.AsSpan(((last - panel) * Panel) + first - panel),
                Panel, _lower.AsSpan((last * _size) + first), _size, _lower.AsSpan((last * _size) + last), _size, accumulate: true, pool);
        }
    }

    private Span<double> Row(int row) => _lower.AsSpan(row * _size, _size);

    private sealed record FinishedBlock(CholeskyFactor Factor, int Panel, int First, int Last, double[] Diagonal, double[] Negated);
}
