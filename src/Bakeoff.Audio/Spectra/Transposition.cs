using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Audio.Spectra;

/// <summary>Turns rows into columns. Values are only moved, so every path gives the same bits.</summary>
internal static class Transposition
{
    private const int Tile = 4;

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="rowCount">Rows of the source.</param>
    /// <param name="columnCount">Columns of the source.</param>
    /// <param name="source">Values; row r begins at r * sourceStride.</param>
    /// <param name="sourceStride">Distance between the source's rows.</param>
    /// <param name="target">Receives the values; row c begins at c * targetStride.</param>
    /// <param name="targetStride">Distance between the target's rows.</param>
    public static void Run(
        int rowCount, int columnCount, ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
    {
        var (tiledRows, tiledColumns) = (rowCount / Tile * Tile, columnCount / Tile * Tile);
        for (var c = 0; c < tiledColumns; c += Tile)
        {
            for (var r = 0; r < tiledRows; r += Tile)
            {
                TurnTile(source[(r * sourceStride + c)..], sourceStride, target[(c * targetStride + r)..], targetStride);
            }
        }

        TurnRest(..rowCount, tiledColumns..columnCount, source, sourceStride, target, targetStride);
        TurnRest(tiledRows..rowCount, ..tiledColumns, source, sourceStride, target, targetStride);
    }

    private static void TurnTile(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
    {
        if (!Sse.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            TurnRest(..Tile, ..Tile, source, sourceStride, target, targetStride);
            return;
        }

        var (row0, row1) = (Load(source), Load(source[sourceStride..]));
        var (row2, row3) = (Load(source[(2 * sourceStride)..]), Load(source[(3 * sourceStride)..]));
        var (low02, high02) = (ZipLow(row0, row2), ZipHigh(row0, row2));
        var (low13, high13) = (ZipLow(row1, row3), ZipHigh(row1, row3));
        ZipLow(low02, low13).CopyTo(target);
        ZipHigh(low02, low13).CopyTo(target[targetStride..]);
        ZipLow(high02, high13).CopyTo(target[(2 * targetStride)..]);
        ZipHigh(high02, high13).CopyTo(target[(3 * targetStride)..]);
    }

    private static Vector128<float> Load(ReadOnlySpan<float> values) => Vector128.Create(values);

    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    private static void TurnRest(
        Range rows, Range columns, ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
    {
        for (var r = rows.Start.Value; r < rows.End.Value; r++)
        {
            for (var c = columns.Start.Value; c < columns.End.Value; c++)
            {
                target[c * targetStride + r] = source[r * sourceStride + c];
            }
        }
    }
}
