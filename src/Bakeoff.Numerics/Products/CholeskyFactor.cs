using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Lower triangular L with L L^T = A, to solve A x = b for a symmetric positive definite A.</summary>
/// <remarks>
/// Rounding: each entry of L is one chain <c>sum = fma(-l[i, p], l[j, p], sum)</c> for ascending p that begins at a[i, j], then a division
/// by l[j, j] or a square root. Blocks, vectors and threads split entries and never a chain, so they change no bit.
/// Cost: n^3 / 6 multiply-adds, almost all of them in <see cref="Gemm"/>.
/// </remarks>
public sealed class CholeskyFactor
{
    private const int Block = 64;

    // Columns that one product updates: the smaller, the less is computed above the diagonal.
    private const int Band = 256;

    private const int RowsOfTask = 32;
    private static readonly Action<int, Panel> SolveRowsBody = SolveRows;

    private readonly double[] _lower;
    private readonly int _size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A, of shape [size, size], of which the lower half is read; overwritten and kept.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <exception cref="ArgumentException">The matrix is not of this size.</exception>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite.</exception>
    public CholeskyFactor(double[] matrix, int size, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(pool);
        if (matrix.Length != (long)size * size)
        {
            throw new ArgumentException($"The matrix has {matrix.Length} values, expected {size} x {size}.", nameof(matrix));
        }

        (_lower, _size) = (matrix, size);
        for (var first = 0; first < size; first += Block)
        {
            var width = Math.Min(Block, size - first);
            FactorDiagonal(first, first + width);
            UpdateBelow(first, width, pool);
        }
    }

    /// <summary>Solves A x = b.</summary>
    /// <param name="values">b on entry, x on return.</param>
    public void Solve(Span<double> values)
    {
        for (var i = 0; i < _size; i++)
        {
            var row = Row(i);
            var sum = values[i];
            for (var p = 0; p < i; p++)
            {
                sum = Math.FusedMultiplyAdd(-row[p], values[p], sum);
            }

            values[i] = sum / row[i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            var row = Row(i);
            values[i] /= row[i];
            AddScaled(-values[i], row[..i], values[..i]);
        }
    }

    private void FactorDiagonal(int first, int end)
    {
        for (var i = first; i < end; i++)
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

    /// <summary>The block's columns in the rows below it, then what they take from all columns behind it.</summary>
    private void UpdateBelow(int first, int width, WorkerPool pool)
    {
        var end = first + width;
        var rows = _size - end;
        if (rows == 0)
        {
            return;
        }

        var diagonal = new double[width * width];
        for (var j = 0; j < width; j++)
        {
            for (var p = 0; p <= j; p++)
            {
                diagonal[(p * width) + j] = Row(first + j)[first + p];
            }
        }

        var negated = new double[rows * width];
        pool.Run((rows + RowsOfTask - 1) / RowsOfTask, new Panel(this, first, width, diagonal, negated), SolveRowsBody);
        for (var column = end; column < _size; column += Band)
        {
            // Reads columns of the block and writes columns behind it: one array, but no element in common.
            Gemm.Multiply(
                Transpose.No,
                Transpose.Yes,
                _size - column,
                Math.Min(Band, _size - column),
                width,
                negated.AsSpan((column - end) * width),
                width,
                _lower.AsSpan((column * _size) + first),
                _size,
                _lower.AsSpan((column * _size) + column),
                _size,
                accumulate: true,
                pool);
        }
    }

    private static void SolveRows(int task, Panel panel)
    {
        var (factor, first, width, diagonal, negated) = panel;
        var start = first + width + (task * RowsOfTask);
        for (var i = start; i < Math.Min(start + RowsOfTask, factor._size); i++)
        {
            var row = factor.Row(i).Slice(first, width);
            var copy = negated.AsSpan((i - first - width) * width, width);
            for (var p = 0; p < width; p++)
            {
                row[p] /= diagonal[(p * width) + p];
                copy[p] = -row[p];
                AddScaled(copy[p], diagonal.AsSpan((p * width) + p + 1, width - p - 1), row[(p + 1)..]);
            }
        }
    }

    // Each element is a chain of its own: vectors change no bit.
    private static void AddScaled(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        var factors = Vector256.Create(factor);
        var sources = MemoryMarshal.Cast<double, Vector256<double>>(source);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(target);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = Vector256.FusedMultiplyAdd(factors, sources[i], targets[i]);
        }

        for (var i = targets.Length * Vector256<double>.Count; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, source[i], target[i]);
        }
    }

    private Span<double> Row(int row) => _lower.AsSpan(row * _size, _size);

    private sealed record Panel(CholeskyFactor Factor, int First, int Width, double[] Diagonal, double[] Negated);
}
