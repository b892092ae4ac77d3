using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Lower triangular L with L L^T = A, to solve A x = b for a symmetric positive definite A.</summary>
/// <remarks>
/// <para>Rounding: each entry of L is one chain <c>sum = fma(-l[i, p], l[j, p], sum)</c> for ascending p that begins at a[i, j], then a division
/// by l[j, j] or a square root. Blocks, vectors and threads split entries and never a chain, so they change no bit.</para>
/// <para>Cost: n^3 / 6 multiply-adds, almost all of them in <see cref="Gemm"/>, and n^2 for each right-hand side.</para>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class CholeskyFactor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 64;

    private const int RowsOfTask = 32;

    // Rows that are solved together: their chains hide each other's latency and share what they read.
    private const int RowsOfSolve = 4;

    private static readonly int Lanes = Vector512<T>.Count;
    private static readonly Action<int, FinishedBlock> FinishRowsBody = FinishRows;

    private readonly T[] _lower;
    private readonly int _size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A in its first [size, size] values, of which the lower half is read; overwritten and kept.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite.</exception>
    public CholeskyFactor(T[] matrix, int size, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(pool);
        if (matrix.Length < (long)size * size)
        {
            throw new ArgumentException($"The matrix has {matrix.Length} values, expected at least {size} x {size}.", nameof(matrix));
        }

        (_lower, _size) = (matrix, size);
        var negated = ArrayPool<T>.Shared.Rent(Block * size);
        for (var first = 0; first < size; first += Block)
        {
            // Everything that is read of finished columns comes to a block at once, so that it stays in the cache until it is finished.
            var last = Math.Min(first + Block, size);
            SubtractProducts(first, last, negated, pool);
            FactorDiagonal(first, last);
            var block = new FinishedBlock(this, first, last, Diagonal(first, last));
            pool.Run((size - last + RowsOfTask - 1) / RowsOfTask, block, FinishRowsBody);
        }

        ArrayPool<T>.Shared.Return(negated);
    }

    /// <summary>Solves A X = B.</summary>
    /// <param name="values">B on entry, X on return: [size, right-hand sides], row-major.</param>
    /// <exception cref="ArgumentException">The values do not fill whole right-hand sides.</exception>
    public void Solve(Span<T> values)
    {
        var count = values.Length / _size;
        if (count * _size != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill right-hand sides of {_size}.", nameof(values));
        }

        // Each lane is a right-hand side with chains of its own.
        var lanes = new Vector512<T>[_size];
        var numbers = MemoryMarshal.Cast<Vector512<T>, T>(lanes.AsSpan());
        for (var first = 0; first < count; first += Lanes)
        {
            var sides = Math.Min(Lanes, count - first);
            for (var i = 0; i < _size; i++)
            {
                values.Slice((i * count) + first, sides).CopyTo(numbers[(i * Lanes)..]);
            }

            SolveForward(lanes);
            SolveBackward(lanes);
            for (var i = 0; i < _size; i++)
            {
                numbers.Slice(i * Lanes, sides).CopyTo(values[((i * count) + first)..]);
            }
        }
    }

    private void SolveForward(Vector512<T>[] lanes)
    {
        for (var first = 0; first < lanes.Length; first += RowsOfSolve)
        {
            var count = Math.Min(RowsOfSolve, lanes.Length - first);
            if (count == RowsOfSolve)
            {
                SubtractRows(first, lanes);
            }

            for (var i = first; i < first + count; i++)
            {
                var row = Row(i);
                for (var p = count == RowsOfSolve ? first : 0; p < i; p++)
                {
                    lanes[i] = MultiplyAdd(-lanes[p], Vector512.Create(row[p]), lanes[i]);
                }

                lanes[i] /= Vector512.Create(row[i]);
            }
        }
    }

    /// <summary>Subtracts the solution's beginning times its columns from some rows.</summary>
    private void SubtractRows(int first, Vector512<T>[] lanes)
    {
        var a = Row(first)[..first];
        var b = Row(first + 1)[..first];
        var c = Row(first + 2)[..first];
        var d = Row(first + 3)[..first];
        var (sumA, sumB, sumC, sumD) = (lanes[first], lanes[first + 1], lanes[first + 2], lanes[first + 3]);
        for (var p = 0; p < a.Length; p++)
        {
            var negated = -lanes[p];
            sumA = MultiplyAdd(negated, Vector512.Create(a[p]), sumA);
            sumB = MultiplyAdd(negated, Vector512.Create(b[p]), sumB);
            sumC = MultiplyAdd(negated, Vector512.Create(c[p]), sumC);
            sumD = MultiplyAdd(negated, Vector512.Create(d[p]), sumD);
        }

        (lanes[first], lanes[first + 1], lanes[first + 2], lanes[first + 3]) = (sumA, sumB, sumC, sumD);
    }

    private void SolveBackward(Vector512<T>[] lanes)
    {
        var last = lanes.Length;
        for (; last >= RowsOfSolve; last -= RowsOfSolve)
        {
            var first = last - RowsOfSolve;
            SolveTriangle(first, last, lanes);
            SubtractColumns(first, lanes);
        }

        SolveTriangle(0, last, lanes);
    }

    private void SolveTriangle(int first, int last, Vector512<T>[] lanes)
    {
        for (var i = last - 1; i >= first; i--)
        {
            var row = Row(i);
            lanes[i] /= Vector512.Create(row[i]);
            for (var p = first; p < i; p++)
            {
                lanes[p] = MultiplyAdd(-lanes[i], Vector512.Create(row[p]), lanes[p]);
            }
        }
    }

    /// <summary>Subtracts some numbers of the solution times their rows from all that is before them.</summary>
    private void SubtractColumns(int first, Vector512<T>[] lanes)
    {
        var a = Row(first)[..first];
        var b = Row(first + 1)[..first];
        var c = Row(first + 2)[..first];
        var d = Row(first + 3)[..first];
        var (negatedA, negatedB, negatedC, negatedD) = (-lanes[first], -lanes[first + 1], -lanes[first + 2], -lanes[first + 3]);
        for (var p = 0; p < a.Length; p++)
        {
            var sum = MultiplyAdd(negatedD, Vector512.Create(d[p]), lanes[p]);
            sum = MultiplyAdd(negatedC, Vector512.Create(c[p]), sum);
            sum = MultiplyAdd(negatedB, Vector512.Create(b[p]), sum);
            lanes[p] = MultiplyAdd(negatedA, Vector512.Create(a[p]), sum);
        }
    }

    /// <summary>Subtracts products of all finished columns from those of a block.</summary>
    private void SubtractProducts(int first, int last, T[] negated, WorkerPool pool)
    {
        for (var i = first; i < last; i++)
        {
            var row = Row(i)[..first];
            var target = negated.AsSpan((i - first) * first, first);
            for (var p = 0; p < row.Length; p++)
            {
                target[p] = -row[p];
            }
        }

        // Reads finished columns and writes columns behind them: one array, but no element in common.
        Gemm.OfThisWidth(
            Transpose.No, Transpose.Yes, _size - first, last - first, first, _lower.AsSpan(first * _size), _size, negated, first,
            _lower.AsSpan((first * _size) + first), _size, accumulate: true, pool);
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
                    sum = T.FusedMultiplyAdd(-row[p], other[p], sum);
                }

                row[j] = j < i ? sum / other[j]
                    : sum > T.Zero ? T.Sqrt(sum)
                    : throw new NotPositiveDefiniteException(i);
            }
        }
    }

    /// <summary>Copies the triangle of a finished block with rows and columns exchanged.</summary>
    private T[] Diagonal(int first, int last)
    {
        var width = last - first;
        var diagonal = new T[width * width];
        for (var j = 0; j < width; j++)
        {
            for (var p = 0; p <= j; p++)
            {
                diagonal[(p * width) + j] = Row(first + j)[first + p];
            }
        }

        return diagonal;
    }

    /// <summary>The columns of a block in some rows below it.</summary>
    private static unsafe void FinishRows(int task, FinishedBlock block)
    {
        var (factor, first, last, diagonal) = block;
        var width = last - first;
        var start = last + (task * RowsOfTask);
        var end = Math.Min(start + RowsOfTask, factor._size);

        // Each lane is a row with chains of its own; lanes without a row are computed and dropped.
        Span<Vector512<T>> lanes = stackalloc Vector512<T>[width];
        fixed (Vector512<T>* vectors = lanes)
        fixed (T* lower = factor._lower)
        {
            var numbers = (T*)vectors;
            for (var i = start; i < end; i += Lanes)
            {
                var count = Math.Min(Lanes, end - i);
                var rows = lower + ((nint)i * factor._size) + first;
                MatrixTranspose.Copy(count, width, rows, factor._size, numbers, Lanes);
                Finish(lanes, diagonal);
                MatrixTranspose.Copy(width, count, numbers, Lanes, rows, factor._size);
            }
        }
    }

    private static void Finish(Span<Vector512<T>> lanes, ReadOnlySpan<T> diagonal)
    {
        for (var p = 0; p < lanes.Length; p++)
        {
            var column = diagonal.Slice(p * lanes.Length, lanes.Length);
            lanes[p] /= Vector512.Create(column[p]);
            var negated = -lanes[p];
            for (var j = p + 1; j < lanes.Length; j++)
            {
                lanes[j] = MultiplyAdd(negated, Vector512.Create(column[j]), lanes[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), sum.AsDouble()).As<double, T>();

    private Span<T> Row(int row) => _lower.AsSpan(row * _size, _size);

    private sealed record FinishedBlock(CholeskyFactor<T> Factor, int First, int Last, T[] Diagonal);
}
