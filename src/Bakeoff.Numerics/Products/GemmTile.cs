using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Products of a few rows of A with one panel of B: the innermost loops of <see cref="Gemm"/>.</summary>
/// <remarks>
/// Every lane of every register holds another element of C, so the order of each sum is that of <see cref="GemmReference"/>.
/// A is read where it lies, one number at a time for all lanes; only B needs packing.
/// </remarks>
internal static unsafe class GemmTile<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile, a constant to the compiler: it leaves the sums of other rows out.</summary>
    private interface IRows
    {
        static abstract int Count { get; }
    }

    /// <summary>Vectors in a row of a tile.</summary>
    private interface IWidth
    {
        static abstract bool IsNarrow { get; }
    }

    /// <summary>Columns of a full panel of B.</summary>
    public static int PanelWidth => 2 * TLanes.Count;

    /// <summary>Most rows of one tile of two vectors: as many as the register file holds sums for, beside both vectors of B and a number
    /// of A. A multiply-add takes four cycles and two begin in each, so eight sums would only just keep the units busy.</summary>
    private static int MostRows => TLanes.Count * sizeof(T) == 64 ? 8 : 6;

    /// <summary>Rows of A times a panel of B.</summary>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C that exist; at most <see cref="PanelWidth"/>, or <c>TLanes.Count</c> when
    /// <paramref name="isNarrow"/>.</param>
    /// <param name="k">Inner size.</param>
    /// <param name="a">First element of op(A).</param>
    /// <param name="aRow">Distance between rows of op(A).</param>
    /// <param name="aStep">Distance between columns of op(A).</param>
    /// <param name="b">First row of the panel.</param>
    /// <param name="bStep">Distance between the panel's rows.</param>
    /// <param name="isNarrow">Whether the panel is one vector wide instead of two.</param>
    /// <param name="c">First element of C.</param>
    /// <param name="cRow">Distance between rows of C.</param>
    /// <param name="accumulate">Whether the sums begin at C instead of 0.</param>
    /// <param name="next">The panel that is read after this one, fetched into the caches meanwhile; null if its rows lie apart.</param>
    public static void Multiply(
        int rows,
        int columns,
        int k,
        T* a,
        nint aRow,
        nint aStep,
        T* b,
        nint bStep,
        bool isNarrow,
        T* c,
        nint cRow,
        bool accumulate,
        T* next)
    {
        var width = isNarrow ? TLanes.Count : PanelWidth;
        var most = isNarrow ? 8 : MostRows;

        // Each tile fetches its share of the next panel, some bytes in each step; without one, a byte of its own panel again and again.
        var fetched = next is null ? (byte*)b : (byte*)next;
        nint fetchedStep = next is null ? 0 : width * sizeof(T) * most / Math.Max(rows, most) + 1;
        while (rows > 0)
        {
            // The last two tiles are of about the same height: a low one keeps few sums going at a time.
            var step =
                rows <= most ? rows
                : rows < 2 * most ? (rows + 1) / 2
                : most;
            if (columns == width)
            {
                PrefetchSums(Math.Min(most, rows - step), c + step * cRow, cRow, accumulate);
                MultiplyRows(step, isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
            }
            else
            {
                MultiplyPart(step, columns, isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
            }

            rows -= step;
            a += step * aRow;
            c += step * cRow;
            fetched += k * fetchedStep;
        }
    }

    /// <summary>A tile of fewer columns than its vectors, which would write past the last one: works on a copy.</summary>
    private static void MultiplyPart(
        int rows, int columns, bool isNarrow, int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate)
    {
        var copy = stackalloc T[8 * 32];
        var width = isNarrow ? TLanes.Count : PanelWidth;
        Copy(rows, columns, c, cRow, copy, width);
        MultiplyRows(rows, isNarrow, k, a, aRow, aStep, b, bStep, copy, width, accumulate, (byte*)b, fetchedStep: 0);
        Copy(rows, columns, copy, width, c, cRow);
    }

    private static void MultiplyRows(
        int rows, bool isNarrow, int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate,
        byte* fetched, nint fetchedStep)
    {
        switch (rows)
        {
            case 1:
                MultiplyRows<One>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 2:
                MultiplyRows<Two>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 3:
                MultiplyRows<Three>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 4:
                MultiplyRows<Four>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 5:
                MultiplyRows<Five>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 6:
                MultiplyRows<Six>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            case 7:
                MultiplyRows<Seven>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
            default:
                MultiplyRows<Eight>(isNarrow, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
                break;
        }
    }

    private static void MultiplyRows<TRows>(
        bool isNarrow, int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate,
        byte* fetched, nint fetchedStep)
        where TRows : struct, IRows
    {
        if (isNarrow)
        {
            MultiplyTile<TRows, Narrow>(k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
        }
        else
        {
            MultiplyTile<TRows, Wide>(k, a, aRow, aStep, b, bStep, c, cRow, accumulate, fetched, fetchedStep);
        }
    }

    // The sums of a tile stay in registers over the whole loop; each is one chain in ascending p. Compiled with all optimisations at once:
    // short runs are over before the runtime would have done so.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile<TRows, TWidth>(
        int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool accumulate, byte* fetched, nint fetchedStep)
        where TRows : struct, IRows
        where TWidth : struct, IWidth
    {
        TLanes c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = TLanes.Broadcast(T.Zero);
        if (accumulate)
        {
            Load<TRows, TWidth>(0, c, ref c00, ref c01);
            Load<TRows, TWidth>(1, c + cRow, ref c10, ref c11);
            Load<TRows, TWidth>(2, c + 2 * cRow, ref c20, ref c21);
            Load<TRows, TWidth>(3, c + 3 * cRow, ref c30, ref c31);
            Load<TRows, TWidth>(4, c + 4 * cRow, ref c40, ref c41);
            Load<TRows, TWidth>(5, c + 5 * cRow, ref c50, ref c51);
            Load<TRows, TWidth>(6, c + 6 * cRow, ref c60, ref c61);
            Load<TRows, TWidth>(7, c + 7 * cRow, ref c70, ref c71);
        }

        var (a3, a6) = ((nint)(a + 3 * aRow), (nint)(a + 6 * aRow));
        for (var p = 0; p < k; p++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(fetched);
                fetched += fetchedStep;
            }

            var b0 = TLanes.Load(b);
            var b1 = TWidth.IsNarrow ? b0 : TLanes.Load(b + TLanes.Count);
            Add<TRows, TWidth>(0, a, b0, b1, ref c00, ref c01);
            Add<TRows, TWidth>(1, a + aRow, b0, b1, ref c10, ref c11);
            Add<TRows, TWidth>(2, a + 2 * aRow, b0, b1, ref c20, ref c21);
            Add<TRows, TWidth>(3, (T*)a3, b0, b1, ref c30, ref c31);
            Add<TRows, TWidth>(4, (T*)a3 + aRow, b0, b1, ref c40, ref c41);
            Add<TRows, TWidth>(5, (T*)a3 + 2 * aRow, b0, b1, ref c50, ref c51);
            Add<TRows, TWidth>(6, (T*)a6, b0, b1, ref c60, ref c61);
            Add<TRows, TWidth>(7, (T*)a6 + aRow, b0, b1, ref c70, ref c71);
            a += aStep;
            a3 += aStep * sizeof(T);
            a6 += aStep * sizeof(T);
            b += bStep;
        }

        Store<TRows, TWidth>(0, c00, c01, c);
        Store<TRows, TWidth>(1, c10, c11, c + cRow);
        Store<TRows, TWidth>(2, c20, c21, c + 2 * cRow);
        Store<TRows, TWidth>(3, c30, c31, c + 3 * cRow);
        Store<TRows, TWidth>(4, c40, c41, c + 4 * cRow);
        Store<TRows, TWidth>(5, c50, c51, c + 5 * cRow);
        Store<TRows, TWidth>(6, c60, c61, c + 6 * cRow);
        Store<TRows, TWidth>(7, c70, c71, c + 7 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TRows, TWidth>(int row, T* c, ref TLanes c0, ref TLanes c1)
        where TRows : struct, IRows
        where TWidth : struct, IWidth
    {
        if (row < TRows.Count)
        {
            c0 = TLanes.Load(c);
            c1 = TWidth.IsNarrow ? c1 : TLanes.Load(c + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TWidth>(int row, T* a, TLanes b0, TLanes b1, ref TLanes c0, ref TLanes c1)
        where TRows : struct, IRows
        where TWidth : struct, IWidth
    {
        if (row < TRows.Count)
        {
            var value = TLanes.Broadcast(*a);
            TLanes.AddProduct(value, b0, ref c0);
            if (!TWidth.IsNarrow)
            {
                TLanes.AddProduct(value, b1, ref c1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TWidth>(int row, TLanes c0, TLanes c1, T* c)
        where TRows : struct, IRows
        where TWidth : struct, IWidth
    {
        if (row < TRows.Count)
        {
            TLanes.Store(c0, c);
            if (!TWidth.IsNarrow)
            {
                TLanes.Store(c1, c + TLanes.Count);
            }
        }
    }

    /// <summary>Begins to fetch the sums of the next tile, which may lie far away.</summary>
    private static void PrefetchSums(int rows, T* c, nint cRow, bool accumulate)
    {
        for (var i = 0; accumulate && Sse.IsSupported && i < rows; i++)
        {
            Sse.Prefetch0(c + i * cRow);
        }
    }

    private static void Copy(int rows, int columns, T* source, nint sourceRow, T* target, nint targetRow)
    {
        for (var i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(source + i * sourceRow, columns).CopyTo(new Span<T>(target + i * targetRow, columns));
        }
    }

    private readonly struct One : IRows
    {
        public static int Count => 1;
    }

    private readonly struct Two : IRows
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRows
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRows
    {
        public static int Count => 4;
    }

    private readonly struct Five : IRows
    {
        public static int Count => 5;
    }

    private readonly struct Six : IRows
    {
        public static int Count => 6;
    }

    private readonly struct Seven : IRows
    {
        public static int Count => 7;
    }

    private readonly struct Eight : IRows
    {
        public static int Count => 8;
    }

    private readonly struct Narrow : IWidth
    {
        public static bool IsNarrow => true;
    }

    private readonly struct Wide : IWidth
    {
        public static bool IsNarrow => false;
    }
}
