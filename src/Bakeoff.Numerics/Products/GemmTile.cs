using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Products of a few rows of A with one panel of B: the innermost loops of <see cref="Gemm"/>.</summary>
/// <remarks>
/// Every lane of every register holds another element of C, so the order of each sum is that of <see cref="GemmReference"/>.
/// A is read where it lies, one number at a time for all lanes; only B needs packing.
/// </remarks>
internal static unsafe partial class GemmTile<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
        bool accumulate)
    {
        var width = isNarrow ? TLanes.Count : PanelWidth;
        var most = isNarrow ? 8 : MostRows;
        var spare = stackalloc T[8 * 32];
        while (rows > 0)
        {
            // Four and four rows take less time than six and two.
            var step =
                rows >= most && (most != 6 || rows != 8) ? most
                : rows >= 4 ? 4
                : rows >= 2 ? 2
                : 1;
            if (columns == width)
            {
                Prefetch(Math.Min(most, rows - step), c + step * cRow, cRow, accumulate);
                MultiplyFull(step, k, a, aRow, aStep, b, bStep, isNarrow, c, cRow, accumulate);
            }
            else
            {
                // Vectors would write past the last column: work on a copy of the tile.
                Copy(step, columns, c, cRow, spare, width);
                MultiplyFull(step, k, a, aRow, aStep, b, bStep, isNarrow, spare, width, accumulate);
                Copy(step, columns, spare, width, c, cRow);
            }

            rows -= step;
            a += step * aRow;
            c += step * cRow;
        }
    }

    private static void MultiplyFull(
        int rows,
        int k,
        T* a,
        nint aRow,
        nint aStep,
        T* b,
        nint bStep,
        bool isNarrow,
        T* c,
        nint cRow,
        bool accumulate)
    {
        switch (rows, isNarrow)
        {
            case (8, false):
                Multiply8x2(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (6, false):
                Multiply6x2(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (4, false):
                Multiply4x2(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (2, false):
                Multiply2x2(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (1, false):
                Multiply1x2(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (8, true):
                Multiply8x1(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (4, true):
                Multiply4x1(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            case (2, true):
                Multiply2x1(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
            default:
                Multiply1x1(k, a, aRow, aStep, b, bStep, c, cRow, accumulate);
                break;
        }
    }

    /// <summary>Begins to fetch the sums of the next tile, which may lie far away.</summary>
    private static void Prefetch(int rows, T* c, nint cRow, bool accumulate)
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
}
