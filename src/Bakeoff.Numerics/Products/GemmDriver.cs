using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Cuts a product into tasks and blocks for one vector width.</summary>
internal static unsafe class GemmDriver<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Where B is in panels already or read where it lies, so many of its columns that they stay in the second-level cache.
    private const int ColumnBlock = 256;

    // Columns of B that are packed together, 2 or 4 MiB, so that rows of A are copied once for all of them.
    private const int PackedColumnBlock = 2048;

    // From so many rows and columns on, rows of A are copied first: read where they lie, they are spread over many pages, or one number a
    // cache line.
    private const int LeastCopiedRows = 32;
    private const int LeastCopiedColumns = 64;

    // Up to here reading the rows of B where they lie is faster than packing them first (measured at the shapes of LSTMs).
    private const int MostDirectRows = 128;

    // Waking a thread takes about as long as this many multiply-adds.
    private const long SmallestParallelWork = 200_000;

    private static readonly Action<int, GemmJob<T>> TaskBody = RunTask;

    // A panel of B and the rows of A that pass it stay in the first-level cache together, at most 16 and 12 KiB. The fewer blocks, the less
    // often C passes through memory.
    private const int InnerBlock = 256;

    // A block of A, at most 144 KiB, stays in the second-level cache while all panels of B pass by; a multiple of the rows of tiles.
    private static int RowBlock => sizeof(T) == sizeof(float) ? 120 : 72;

    /// <summary>Computes the product.</summary>
    public static void Run(GemmJob<T> job, WorkerPool pool)
    {
        (job.RowBands, job.ColumnBands) = Grid(job, pool.ThreadCount);
        if (job.RowBands * job.ColumnBands == 1)
        {
            RunTask(0, job);
            return;
        }

        pool.Run(job.RowBands * job.ColumnBands, job, TaskBody);
    }

    /// <summary>Bands of rows and columns, about one task a thread, cut so that the tasks read least in total.</summary>
    private static (int RowBands, int ColumnBands) Grid(in GemmJob<T> job, int threads)
    {
        if (threads == 1 || (long)job.M * job.N * job.K < SmallestParallelWork)
        {
            return (1, 1);
        }

        if (job.IsLower)
        {
            return (Math.Min(threads, Math.Max(1, job.M / 8)), 1);
        }

        var most = (Rows: Math.Max(1, job.M / 8), Columns: Math.Max(1, job.N / GemmTile<TLanes, T>.PanelWidth));
        var best = (RowBands: 1, ColumnBands: 1);
        var bestCost = double.MaxValue;
        for (var rowBands = 1; rowBands <= Math.Min(threads, most.Rows); rowBands++)
        {
            var columnBands = Math.Min(threads / rowBands, most.Columns);

            // Work of the largest task, then what all tasks together read of A and B.
            var cost = (double)job.M * job.N / (rowBands * columnBands) + 2.0 * (job.M * (double)columnBands + job.N * (double)rowBands);
            if (cost < bestCost)
            {
                (best, bestCost) = ((rowBands, columnBands), cost);
            }
        }

        return best;
    }

    private static void RunTask(int task, GemmJob<T> job)
    {
        var (rowBand, columnBand) = (task / job.ColumnBands, task % job.ColumnBands);
        var (firstRow, lastRow) = job.IsLower ? LowerBand(rowBand, job.RowBands, job.M) : Band(rowBand, job.RowBands, job.M, 8);
        var (firstColumn, lastColumn) = Band(columnBand, job.ColumnBands, job.N, GemmTile<TLanes, T>.PanelWidth);
        lastColumn = job.IsLower ? Math.Min(lastColumn, lastRow) : lastColumn;
        var block = job.IsPacked || IsDirect(job, lastRow - firstRow) ? ColumnBlock : PackedColumnBlock;
        for (var column = firstColumn; column < lastColumn; column += block)
        {
            RunColumns(job, firstRow, lastRow, column, Math.Min(column + block, lastColumn));
        }
    }

    /// <summary>Part of 0 .. size: whole multiples of the unit, except the last part.</summary>
    private static (int First, int Last) Band(int band, int bands, int size, int unit)
    {
        var units = (size + unit - 1) / unit;
        return ((int)((long)units * band / bands) * unit, Math.Min(size, (int)((long)units * (band + 1) / bands) * unit));
    }

    /// <summary>Rows of a part of the lower half: their elements are the same share of all for each part.</summary>
    private static (int First, int Last) LowerBand(int band, int bands, int size)
    {
        return (Begin(band), Begin(band + 1));

        int Begin(int part) => part == bands ? size : (int)(size * Math.Sqrt((double)part / bands)) / 8 * 8;
    }

    private static bool IsDirect(in GemmJob<T> job, int rows) => !job.IsPacked && job.BColumn == 1 && rows <= MostDirectRows;

    private static void RunColumns(in GemmJob<T> job, int firstRow, int lastRow, int firstColumn, int lastColumn)
    {
        var columns = lastColumn - firstColumn;
        var isDirect = IsDirect(job, lastRow - firstRow);
        var blocks = Math.Max(1, (job.K + InnerBlock - 1) / InnerBlock);
        var inner = (job.K + blocks - 1) / blocks;
        var panelSize = job.IsPacked || isDirect ? 0 : GemmPanels<TLanes, T>.Size(inner, columns);
        var isCopied = !isDirect && columns >= LeastCopiedColumns && lastRow - firstRow >= LeastCopiedRows && job.ARow != inner;
        var panels = Scratch.Rent<T>(panelSize + (isCopied ? RowBlock * inner : 0));
        var copy = isCopied ? panels + panelSize : null;

        // C passes through memory between blocks of the inner index; float32 there and in registers is the same, so the chain is unbroken.
        var p = 0;
        do
        {
            var depth = Math.Min(inner, job.K - p);
            var accumulate = job.Accumulate || p > 0;
            if (isDirect)
            {
                RunDirect(job, firstRow, lastRow, firstColumn, lastColumn, p, depth, accumulate);
            }
            else
            {
                if (!job.IsPacked)
                {
                    GemmPanels<TLanes, T>.Pack(
                        depth, columns, job.B + p * job.BRow + firstColumn * job.BColumn, job.BRow, job.BColumn, panels);
                }

                RunBlock(job, (firstRow, lastRow), (firstColumn, lastColumn), (p, depth), accumulate, panels, copy);
            }

            p += inner;
        }
        while (p < job.K);
    }

    private static void RunBlock(
        in GemmJob<T> job, (int First, int Last) rows, (int First, int Last) columns, (int First, int Count) inner, bool accumulate,
        T* panels, T* copy)
    {
        var (p, depth) = inner;
        for (var row = rows.First; row < rows.Last; row += RowBlock)
        {
            var count = Math.Min(RowBlock, rows.Last - row);
            var last = job.IsLower ? Math.Min(columns.Last, row + count) : columns.Last;
            if (last <= columns.First)
            {
                continue;
            }

            var (a, aRow, aStep) = ((nint)(job.A + row * job.ARow + p * job.AStep), job.ARow, job.AStep);
            if (copy is not null)
            {
                CopyRows(count, depth, (T*)a, aRow, aStep, copy);
                (a, aRow, aStep) = ((nint)copy, depth, 1);
            }

            for (var column = columns.First; column < last; column += GemmTile<TLanes, T>.PanelWidth)
            {
                // A packed operand holds all k rows of a panel together; panels made here hold the rows of this block.
                var isNarrow = GemmPanels<TLanes, T>.IsNarrow(job.IsPacked ? job.N : columns.Last, column);
                var width = isNarrow ? TLanes.Count : GemmTile<TLanes, T>.PanelWidth;
                var panel = job.IsPacked
                    ? job.B + (long)column * job.K + (long)p * width
                    : panels + (long)(column - columns.First) * depth;
                var next = panel + (job.IsPacked ? (long)job.K : depth) * width;
                GemmTile<TLanes, T>.Multiply(
                    count, Math.Min(width, columns.Last - column), depth, (T*)a, aRow, aStep, panel, width, isNarrow,
                    job.C + row * job.CRow + column, job.CRow, accumulate, next);
            }
        }
    }

    /// <summary>Copies rows of op(A) so that one follows the other.</summary>
    private static void CopyRows(int rows, int depth, T* a, nint aRow, nint aStep, T* copy)
    {
        if (aStep != 1)
        {
            MatrixTranspose.Copy(depth, rows, a, aStep, copy, depth);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<T>(a + row * aRow, depth).CopyTo(new Span<T>(copy + row * depth, depth));
        }
    }

    /// <summary>Reads full panels of B where they lie; only a last, partial panel is packed.</summary>
    private static void RunDirect(
        in GemmJob<T> job, int firstRow, int lastRow, int firstColumn, int lastColumn, int p, int depth, bool accumulate)
    {
        var a = job.A + firstRow * job.ARow + p * job.AStep;
        var column = firstColumn;
        while (column < lastColumn)
        {
            var left = lastColumn - column;
            var isNarrow = left < GemmTile<TLanes, T>.PanelWidth;
            var width = isNarrow ? TLanes.Count : GemmTile<TLanes, T>.PanelWidth;
            var columns = Math.Min(width, left);
            var (panel, step) = ((nint)(job.B + p * job.BRow + column), job.BRow);
            if (columns < width)
            {
                var packed = Scratch.Rent<T>((long)depth * width);
                GemmPanels<TLanes, T>.Pack(depth, columns, (T*)panel, job.BRow, 1, packed);
                (panel, step) = ((nint)packed, width);
            }

            GemmTile<TLanes, T>.Multiply(
                lastRow - firstRow, columns, depth, a, job.ARow, job.AStep, (T*)panel, step, isNarrow,
                job.C + firstRow * job.CRow + column, job.CRow, accumulate, next: null);
            column += columns;
        }
    }
}
