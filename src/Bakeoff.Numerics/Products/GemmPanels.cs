using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>
/// The packed form of B: panels of neighbouring columns, each panel row by row without gaps, the last one padded with zeros.
/// </summary>
/// <remarks>A panel is two vectors wide; a last panel of at most one vector's columns is one vector wide.</remarks>
internal static unsafe class GemmPanels<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers that k rows of n columns take.</summary>
    public static long Size(int k, int n) => (long)k * ((n + TLanes.Count - 1) / TLanes.Count * TLanes.Count);

    /// <summary>True if the panel that begins at a column has the width of one vector.</summary>
    public static bool IsNarrow(int n, int column) => n - column <= TLanes.Count;

    /// <summary>Packs k rows and n columns of op(B).</summary>
    /// <param name="k">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="b">First element of op(B).</param>
    /// <param name="row">Distance between rows of op(B).</param>
    /// <param name="column">Distance between columns of op(B); this or <paramref name="row"/> is 1.</param>
    /// <param name="panels">Receives <see cref="Size"/> numbers.</param>
    public static void Pack(int k, int n, T* b, nint row, nint column, T* panels)
    {
        for (var j = 0; j < n; j += GemmTile<TLanes, T>.PanelWidth)
        {
            var width = IsNarrow(n, j) ? TLanes.Count : GemmTile<TLanes, T>.PanelWidth;
            var columns = Math.Min(width, n - j);
            if (column == 1)
            {
                PackRows(k, columns, width, b + j, row, panels);
            }
            else
            {
                PackColumns(k, columns, width, b + j * column, column, panels);
            }

            panels += (long)k * width;
        }
    }

    private static void PackRows(int k, int columns, int width, T* b, nint row, T* panel)
    {
        if (columns == width)
        {
            for (var p = 0; p < k; p++)
            {
                for (var j = 0; j < width; j += TLanes.Count)
                {
                    TLanes.Store(TLanes.Load(b + j), panel + j);
                }

                b += row;
                panel += width;
            }

            return;
        }

        for (var p = 0; p < k; p++)
        {
            new ReadOnlySpan<T>(b, columns).CopyTo(new Span<T>(panel, columns));
            new Span<T>(panel + columns, width - columns).Clear();
            b += row;
            panel += width;
        }
    }

    private static void PackColumns(int k, int columns, int width, T* b, nint column, T* panel)
    {
        MatrixTranspose.Copy(columns, k, b, column, panel, width);
        if (columns == width)
        {
            return;
        }

        for (var p = 0; p < k; p++)
        {
            new Span<T>(panel + (long)p * width + columns, width - columns).Clear();
        }
    }
}
