using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Products of rows with one another, from rows that are rounded to 16-bit integers.</summary>
/// <remarks>A block of columns at a time, each row is scaled to a length of its own there, so that products of integers stay within 32 bits
/// and are exact; they are added up in float32, one block after the other. Blocks of rows and threads change no bit.</remarks>
internal sealed unsafe class RoundedProduct
{
    // Columns of a block: rows are the finer, the fewer columns share a length.
    private const int Depth = 512;

    // A block of rows and its packed copy stay in the second-level cache, 48 KiB each; a multiple of the rows of a tile and of a vector.
    private const int Height = 48;

    // Length of rounded rows: squares of it and of the rounding stay below 2^31, and no number beyond 16 bits.
    private const float Length = short.MaxValue - 7;

    // Added to a number, it leaves the nearest integer in the low bits.
    private const float Rounder = 3 << 22;

    // What a processor fetches at once.
    private const int FloatsOfLine = 16;

    private static readonly Action<int, RoundedProduct> RoundBody = static (block, product) => product.Round(block);
    private static readonly Action<int, RoundedProduct> MultiplyBody = static (block, product) => product.Multiply(block);

    private readonly int _size;
    private readonly float* _a;
    private readonly nint _aRow;
    private readonly nint _aStep;
    private readonly float* _c;
    private readonly PackedIntegers[] _blocks;
    private readonly short[] _integers;
    private readonly float[] _units;
    private int _first;
    private int _depth;
    private bool _isAdded;

    /// <summary>Prepares a product.</summary>
    /// <param name="size">Rows of A.</param>
    /// <param name="a">First element of A.</param>
    /// <param name="aRow">Distance between rows of A.</param>
    /// <param name="aStep">Distance between columns of A.</param>
    /// <param name="c">First element of C, [size, size].</param>
    public RoundedProduct(int size, float* a, nint aRow, nint aStep, float* c)
    {
        (_size, _aRow, _aStep) = (size, aRow, aStep);
        _a = a;
        _c = c;
        _blocks = [.. Enumerable.Range(0, (size + Height - 1) / Height).Select(static _ => new PackedIntegers())];
        _integers = ArrayPool<short>.Shared.Rent(_blocks.Length * Height * Depth);
        _units = new float[_blocks.Length * Height];
    }

    // Integers come in pairs of columns.
    private int Stride => (_depth + 1) / 2 * 2;

    /// <summary>C = A A^T, or C += A A^T; the lower half.</summary>
    /// <param name="k">Columns of A.</param>
    /// <param name="accumulate">True to add to C.</param>
    /// <param name="pool">Threads.</param>
    public void Compute(int k, bool accumulate, WorkerPool pool)
    {
        do
        {
            _depth = Math.Min(Depth, k - _first);
            _isAdded = accumulate || _first > 0;
            pool.Run(_blocks.Length, this, RoundBody);
            pool.Run(_blocks.Length, this, MultiplyBody);
            _first += Depth;
        }
        while (_first < k);

        ArrayPool<short>.Shared.Return(_integers);
    }

    private void Round(int block)
    {
        var (first, count) = (block * Height, Math.Min(Height, _size - (block * Height)));
        var source = _a + (first * _aRow) + (_first * _aStep);
        var stride = _aRow;
        if (_aStep > 1)
        {
            var rows = Scratch.Rent<float>(Height * Depth);
            MatrixTranspose.Copy(_depth, count, source, _aStep, rows, Depth);
            source = rows;
            stride = Depth;
        }

        var integers = _integers.AsSpan(first * Stride, Height * Stride);
        integers[(count * Stride)..].Clear();
        for (var i = 0; i < count; i++)
        {
            _units[first + i] = Round(new ReadOnlySpan<float>(source + (i * stride), _depth), integers.Slice(i * Stride, Stride));
        }

        _blocks[block].Pack(count, Stride, integers);
    }

    /// <summary>Scales and rounds a row.</summary>
    /// <returns>What one of its integers stands for.</returns>
    private static float Round(ReadOnlySpan<float> row, Span<short> integers)
    {
        var length = MathF.Sqrt(SumOfSquares(row));
        var scale = length > 0 ? Length / length : 0;
        integers[row.Length..].Clear();
        var sources = MemoryMarshal.Cast<float, Vector512<float>>(row);
        var targets = MemoryMarshal.Cast<short, Vector256<short>>(integers);
        for (var i = 0; i < sources.Length; i++)
        {
            var rounded = ((scale * sources[i]) + Vector512.Create(Rounder)).AsInt32();
            targets[i] = Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        }

        for (var j = sources.Length * Vector512<float>.Count; j < row.Length; j++)
        {
            integers[j] = (short)BitConverter.SingleToInt32Bits((scale * row[j]) + Rounder);
        }

        return length / Length;
    }

    private static float SumOfSquares(ReadOnlySpan<float> row)
    {
        var sums = Vector512<float>.Zero;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(row);
        foreach (var vector in vectors)
        {
            sums = Vector512.FusedMultiplyAdd(vector, vector, sums);
        }

        var sum = 0f;
        for (var lane = 0; lane < Vector512<float>.Count; lane++)
        {
            sum += sums[lane];
        }

        foreach (var value in row[(vectors.Length * Vector512<float>.Count)..])
        {
            sum = MathF.FusedMultiplyAdd(value, value, sum);
        }

        return sum;
    }

    /// <summary>A block of columns of C, from the diagonal on.</summary>
    private void Multiply(int block)
    {
        Span<int> products = stackalloc int[Height * Height];
        var (column, packed) = (block * Height, _blocks[block]);
        var width = Math.Min(Height, _size - column);
        for (var row = column; row < _size; row += Height)
        {
            var count = Math.Min(Height, _size - row);
            var tiles = (count + PackedIntegers.RowsOfTile - 1) / PackedIntegers.RowsOfTile * PackedIntegers.RowsOfTile;
            Prefetch(count, width, _c + ((nint)row * _size) + column);
            packed.Multiply(tiles, _integers.AsSpan(row * Stride, tiles * Stride), products);
            for (var i = 0; i < count; i++)
            {
                var target = new Span<float>(_c + ((nint)(row + i) * _size) + column, width);
                Add(products.Slice(i * packed.ProductStride, width), _units[row + i], _units.AsSpan(column, width), target);
            }
        }
    }

    /// <summary>Begins to fetch sums, which lie far apart, while their products are computed.</summary>
    private void Prefetch(int rows, int width, float* sums)
    {
        for (var i = 0; Sse.IsSupported && _isAdded && i < rows; i++)
        {
            for (var j = 0; j < width; j += FloatsOfLine)
            {
                Sse.Prefetch1(sums + j);
            }

            sums += _size;
        }
    }

    private void Add(ReadOnlySpan<int> products, float unit, ReadOnlySpan<float> units, Span<float> sums)
    {
        if (!_isAdded)
        {
            sums.Clear();
        }

        var targets = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        for (var i = 0; i < targets.Length; i++)
        {
            var vector = Vector256.ConvertToSingle(MemoryMarshal.Cast<int, Vector256<int>>(products)[i]);
            targets[i] = Vector256.FusedMultiplyAdd(
                unit * vector, MemoryMarshal.Cast<float, Vector256<float>>(units)[i], targets[i]);
        }

        for (var j = targets.Length * Vector256<float>.Count; j < sums.Length; j++)
        {
            sums[j] = MathF.FusedMultiplyAdd(unit * products[j], units[j], sums[j]);
        }
    }
}
