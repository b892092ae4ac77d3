using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>
/// Copies a matrix with rows and columns exchanged. Moves bits only, so instructions differ between machines but results do not.
/// </summary>
internal static unsafe class MatrixTranspose
{
    /// <summary>target[column, row] = source[row, column].</summary>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="source">First element.</param>
    /// <param name="sourceRow">Distance between rows of the source.</param>
    /// <param name="target">First element of the result; must not overlap the source.</param>
    /// <param name="targetRow">Distance between rows of the result.</param>
    public static void Copy<T>(int rows, int columns, T* source, nint sourceRow, T* target, nint targetRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block =
            !HasInterleave ? 1
            : typeof(T) == typeof(float) && Avx.IsSupported && rows >= 8 && columns >= 8 ? 8
            : typeof(T) == typeof(float) || Avx.IsSupported ? 4
            : 2;
        var row = 0;
        for (; block > 1 && row + block <= rows; row += block)
        {
            var from = source + row * sourceRow;
            var to = target + row;
            var column = 0;
            for (; column + block <= columns; column += block)
            {
                switch ((sizeof(T), block))
                {
                    case (sizeof(float), 8):
                        Copy8x8((float*)from, sourceRow, (float*)to, targetRow);
                        break;
                    case (sizeof(float), _):
                        Copy4x4((float*)from, sourceRow, (float*)to, targetRow);
                        break;
                    case (_, 4):
                        Copy4x4((double*)from, sourceRow, (double*)to, targetRow);
                        break;
                    default:
                        Copy2x2((double*)from, sourceRow, (double*)to, targetRow);
                        break;
                }

                from += block;
                to += block * targetRow;
            }

            CopyPlain(block, columns - column, from, sourceRow, to, targetRow);
        }

        if (block == 8)
        {
            Copy(rows - row, columns, source + row * sourceRow, sourceRow, target + row, targetRow);
            return;
        }

        CopyPlain(rows - row, columns, source + row * sourceRow, sourceRow, target + row, targetRow);
    }

    private static bool HasInterleave => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    private static void CopyPlain<T>(int rows, int columns, T* source, nint sourceRow, T* target, nint targetRow)
        where T : unmanaged
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                target[column * targetRow + row] = source[row * sourceRow + column];
            }
        }
    }

    private static void Copy4x4(float* source, nint sourceRow, float* target, nint targetRow)
    {
        // Pairs of rows first, as 64-bit units; then pairs of pairs.
        var (a, b) = (Vector128.Load(source), Vector128.Load(source + sourceRow));
        var (c, d) = (Vector128.Load(source + 2 * sourceRow), Vector128.Load(source + 3 * sourceRow));
        var (ab0, ab1) = (Low(a, b).AsDouble(), High(a, b).AsDouble());
        var (cd0, cd1) = (Low(c, d).AsDouble(), High(c, d).AsDouble());
        Low(ab0, cd0).AsSingle().Store(target);
        High(ab0, cd0).AsSingle().Store(target + targetRow);
        Low(ab1, cd1).AsSingle().Store(target + 2 * targetRow);
        High(ab1, cd1).AsSingle().Store(target + 3 * targetRow);
    }

    /// <summary>Copies two blocks of four columns; the eight rows below, which may lie on other pages, are fetched meanwhile.</summary>
    private static void Copy8x8(float* source, nint sourceRow, float* target, nint targetRow)
    {
        for (var row = 8; row < 16; row++)
        {
            Sse.Prefetch0(source + row * sourceRow);
        }

        Copy8x4(source, sourceRow, target, targetRow);
        Copy8x4(source + 4, sourceRow, target + 4 * targetRow, targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy8x4(float* source, nint sourceRow, float* target, nint targetRow)
    {
        // Rows 0 and 4 in one vector, 1 and 5, and so on: then each half is exchanged as a block of 4 x 4.
        var lower = source + 4 * sourceRow;
        var a = Vector256.Create(Vector128.Load(source), Vector128.Load(lower));
        var b = Vector256.Create(Vector128.Load(source + sourceRow), Vector128.Load(lower + sourceRow));
        var c = Vector256.Create(Vector128.Load(source + 2 * sourceRow), Vector128.Load(lower + 2 * sourceRow));
        var d = Vector256.Create(Vector128.Load(source + 3 * sourceRow), Vector128.Load(lower + 3 * sourceRow));
        var (ab0, ab1) = (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackHigh(a, b).AsDouble());
        var (cd0, cd1) = (Avx.UnpackLow(c, d).AsDouble(), Avx.UnpackHigh(c, d).AsDouble());
        Avx.UnpackLow(ab0, cd0).AsSingle().Store(target);
        Avx.UnpackHigh(ab0, cd0).AsSingle().Store(target + targetRow);
        Avx.UnpackLow(ab1, cd1).AsSingle().Store(target + 2 * targetRow);
        Avx.UnpackHigh(ab1, cd1).AsSingle().Store(target + 3 * targetRow);
    }

    private static void Copy4x4(double* source, nint sourceRow, double* target, nint targetRow)
    {
        var (a, b) = (Vector256.Load(source), Vector256.Load(source + sourceRow));
        var (c, d) = (Vector256.Load(source + 2 * sourceRow), Vector256.Load(source + 3 * sourceRow));

        // Columns 0 and 2, then 1 and 3, of pairs of rows; then the halves of two pairs.
        var (ab0, ab1) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var (cd0, cd1) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        Vector256.Create(ab0.GetLower(), cd0.GetLower()).Store(target);
        Vector256.Create(ab1.GetLower(), cd1.GetLower()).Store(target + targetRow);
        Vector256.Create(ab0.GetUpper(), cd0.GetUpper()).Store(target + 2 * targetRow);
        Vector256.Create(ab1.GetUpper(), cd1.GetUpper()).Store(target + 3 * targetRow);
    }

    private static void Copy2x2(double* source, nint sourceRow, double* target, nint targetRow)
    {
        var (a, b) = (Vector128.Load(source), Vector128.Load(source + sourceRow));
        Low(a, b).Store(target);
        High(a, b).Store(target + targetRow);
    }

    /// <summary>a0 b0 a1 b1.</summary>
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a2 b2 a3 b3.</summary>
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    /// <summary>a0 b0.</summary>
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a1 b1.</summary>
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
