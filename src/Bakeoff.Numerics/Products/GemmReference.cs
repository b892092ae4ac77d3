using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>The readable matrix product that defines the bits of <see cref="Gemm"/>.</summary>
public static class GemmReference
{
    /// <summary>C = op(A) op(B), or C += op(A) op(B): each element is one chain of fused multiply-adds in ascending inner index.</summary>
    /// <inheritdoc cref="Gemm.Multiply(Transpose, Transpose, int, int, int, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int,
    /// Span{float}, int, bool, WorkerPool)" path="/param"/>
    /// <inheritdoc cref="Gemm.Multiply(Transpose, Transpose, int, int, int, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int,
    /// Span{float}, int, bool, WorkerPool)" path="/exception"/>
    public static void Multiply<T>(
        Transpose transposeA, Transpose transposeB, int m, int n, int k,
        ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, Span<T> c, int ldc, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GemmShape.Check(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? c[i * ldc + j] : T.Zero;
                for (var p = 0; p < k; p++)
                {
                    var left = transposeA == Transpose.No ? a[i * lda + p] : a[p * lda + i];
                    var right = transposeB == Transpose.No ? b[p * ldb + j] : b[j * ldb + p];
                    sum = T.FusedMultiplyAdd(left, right, sum);
                }

                c[i * ldc + j] = sum;
            }
        }
    }
}
