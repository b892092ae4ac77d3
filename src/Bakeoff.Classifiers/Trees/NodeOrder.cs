using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Classifiers.Trees;

/// <summary>Puts the rows of a node in the order of a feature; working memory of one thread.</summary>
/// <remarks>Rows are sorted by the ranks of their column: few of them by comparing all with all, sixteen at a time, more of them by counting
/// digits. Rows of one rank keep their order.</remarks>
internal sealed class NodeOrder
{
    /// <summary>So many rows are compared with one another; more are sorted by digits.</summary>
    internal const int MostCompared = 128;

    private const int RowBits = 7;
    private const int MostDigitBits = 8;

    private readonly RankedColumns _columns;
    private readonly int _digitBits;
    private readonly int _digits;
    private readonly int[] _ranks;
    private readonly int[] _starts = new int[1 << MostDigitBits];
    private ulong[] _sorted;
    private ulong[] _other;
    private int _rowCount;

    /// <summary>Prepares working memory.</summary>
    /// <param name="columns">Ranks of the training rows.</param>
    public NodeOrder(RankedColumns columns)
    {
        _columns = columns;
        var bits = Math.Max(1, BitOperations.Log2((uint)columns.RowCount) + 1);
        _digits = (bits + MostDigitBits - 1) / MostDigitBits;
        _digitBits = (bits + _digits - 1) / _digits;
        _ranks = new int[Math.Max(MostCompared, columns.RowCount)];
        _sorted = new ulong[columns.RowCount];
        _other = new ulong[columns.RowCount];
    }

    /// <summary>Sorts some rows by a feature.</summary>
    /// <param name="column">The feature.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">A number below 2^32 for each of them, which goes with it.</param>
    /// <param name="sorted">Receives rank and, in the lower 32 bits, label of each row; valid until the next call.</param>
    /// <returns>False if the feature is constant.</returns>
    public bool TrySort(int column, ReadOnlySpan<int> rows, ulong[] labels, out ReadOnlySpan<ulong> sorted)
    {
        sorted = [];
        _rowCount = rows.Length;
        var ranks = _ranks.AsSpan(0, rows.Length);
        _columns.Read(column, rows, ranks);
        if (!ranks.ContainsAnyExcept(ranks[0]))
        {
            return false;
        }

        if (rows.Length <= MostCompared && _columns.RowCount < 1 << (31 - RowBits))
        {
            SortByComparing(labels);
        }
        else
        {
            SortByDigits(labels);
        }

        sorted = _sorted.AsSpan(0, _rowCount);
        return true;
    }

    // The place of a row is the number of smaller keys; a row's own number within the key makes all keys different.
    private void SortByComparing(ulong[] labels)
    {
        Span<int> keys = stackalloc int[MostCompared];
        Span<int> places = stackalloc int[MostCompared];
        for (var i = 0; i < _rowCount; i++)
        {
            keys[i] = (_ranks[i] << RowBits) | i;
        }

        ref var key = ref MemoryMarshal.GetReference(keys);
        ref var place = ref MemoryMarshal.GetReference(places);
        for (var i = 0; i < _rowCount; i += Vector512<int>.Count)
        {
            var own = Vector512.LoadUnsafe(ref key, (nuint)i);
            var smaller = Vector512<int>.Zero;
            foreach (var other in keys[.._rowCount])
            {
                smaller -= Vector512.GreaterThan(own, Vector512.Create(other));
            }

            smaller.StoreUnsafe(ref place, (nuint)i);
        }

        for (var i = 0; i < _rowCount; i++)
        {
            _sorted[places[i]] = ((ulong)_ranks[i] << 32) | labels[i];
        }
    }

    private void SortByDigits(ulong[] labels)
    {
        for (var i = 0; i < _rowCount; i++)
        {
            _sorted[i] = ((ulong)_ranks[i] << 32) | labels[i];
        }

        var mask = (1u << _digitBits) - 1;
        var starts = _starts.AsSpan(0, 1 << _digitBits);
        for (var digit = 0; digit < _digits; digit++)
        {
            var shift = 32 + (digit * _digitBits);
            starts.Clear();
            foreach (var key in _sorted.AsSpan(0, _rowCount))
            {
                starts[(int)((uint)(key >> shift) & mask)]++;
            }

            var next = 0;
            foreach (ref var start in starts)
            {
                (start, next) = (next, next + start);
            }

            foreach (var key in _sorted.AsSpan(0, _rowCount))
            {
                _other[starts[(int)((uint)(key >> shift) & mask)]++] = key;
            }

            (_sorted, _other) = (_other, _sorted);
        }
    }
}
