using System.Globalization;

namespace Bakeoff.Numerics;

/// <summary>Checks that the matrices of a product fit the spans that hold them.</summary>
internal static class GemmShape
{
    public static void Check<T>(
        Transpose transposeA,
        Transpose transposeB,
        int m,
        int n,
        int k,
        ReadOnlySpan<T> a,
        int lda,
        ReadOnlySpan<T> b,
        int ldb,
        ReadOnlySpan<T> c,
        int ldc)
    {
        CheckSizes(m, n, k);
        CheckMatrix("A", "a", "lda", a.Length, lda, transposeA == Transpose.No ? m : k, transposeA == Transpose.No ? k : m);
        CheckMatrix("B", "b", "ldb", b.Length, ldb, transposeB == Transpose.No ? k : n, transposeB == Transpose.No ? n : k);
        CheckMatrix("C", "c", "ldc", c.Length, ldc, m, n);
    }

    public static void CheckPacked<T>(
        Transpose transposeA,
        int m,
        int n,
        int k,
        ReadOnlySpan<T> a,
        int lda,
        ReadOnlySpan<T> c,
        int ldc)
    {
        CheckSizes(m, n, k);
        CheckMatrix("A", "a", "lda", a.Length, lda, transposeA == Transpose.No ? m : k, transposeA == Transpose.No ? k : m);
        CheckMatrix("C", "c", "ldc", c.Length, ldc, m, n);
    }

    public static void CheckWindows<T>(int m, int n, int k, ReadOnlySpan<T> a, int step, ReadOnlySpan<T> c, int ldc)
    {
        CheckSizes(m, n, k);
        CheckLength("A", "a", a.Length, step, m, k);
        CheckMatrix("C", "c", "ldc", c.Length, ldc, m, n);
    }

    public static void CheckSizes(int m, int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
    }

    public static void CheckMatrix(string matrix, string span, string stride, int length, int rowStride, int rows, int columns)
    {
        if (rowStride < columns)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{matrix}: row stride {stride} is {rowStride}, expected at least its {columns} columns."),
                stride);
        }

        CheckLength(matrix, span, length, rowStride, rows, columns);
    }

    private static void CheckLength(string matrix, string span, int length, int rowStride, int rows, int columns)
    {
        var needed = rows == 0 || columns == 0 ? 0 : (long)(rows - 1) * rowStride + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{matrix}: span holds {length} values, expected at least {needed} for [{rows}, {columns}] with row stride "
                        + $"{rowStride}."),
                span);
        }
    }
}
