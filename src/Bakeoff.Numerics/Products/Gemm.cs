using System.Numerics;

namespace Bakeoff.Numerics;

/// <summary>Matrix products of float32 or float64 with one defined rounding.</summary>
/// <remarks>
/// <para>Rounding: each element of C is one chain, <c>sum = fma(a[i, p], b[p, j], sum)</c> for p = 0 .. k - 1 in this order, beginning at C
/// or at 0. Vector lanes and threads hold different elements of C and never parts of one sum, so the CPU's vector width, the blocking and
/// the thread count cannot change a bit; <see cref="GemmReference"/> is the definition. When an element is NaN, the sign and payload of
/// that NaN are not defined.</para>
/// <para>Thread-safe. Working memory is kept per thread, so a steady state allocates nothing.</para>
/// </remarks>
public static class Gemm
{
    /// <summary>C = op(A) op(B), or C += op(A) op(B), all row-major.</summary>
    /// <param name="transposeA">Whether A is stored as [m, k] or, transposed, as [k, m].</param>
    /// <param name="transposeB">Whether B is stored as [k, n] or, transposed, as [n, k].</param>
    /// <param name="m">Rows of C; 0 or more.</param>
    /// <param name="n">Columns of C; 0 or more.</param>
    /// <param name="k">Inner size; 0 or more.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="b">The stored B.</param>
    /// <param name="ldb">Distance between the stored rows of B; at least their length.</param>
    /// <param name="c">C of shape [m, n]; must not overlap A or B.</param>
    /// <param name="ldc">Distance between the rows of C; at least n.</param>
    /// <param name="accumulate">Whether to add to C instead of replacing it.</param>
    /// <param name="pool">Threads to split the elements of C among.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A stride is smaller than a row, or a span is too short for its matrix.</exception>
    public static void Multiply(
        Transpose transposeA,
        Transpose transposeB,
        int m,
        int n,
        int k,
        ReadOnlySpan<float> a,
        int lda,
        ReadOnlySpan<float> b,
        int ldb,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool) =>
        OfThisWidth(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool);

    /// <inheritdoc cref="Multiply(Transpose, Transpose, int, int, int, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, Span{float}, int, bool,
    /// WorkerPool)"/>
    public static void Multiply(
        Transpose transposeA,
        Transpose transposeB,
        int m,
        int n,
        int k,
        ReadOnlySpan<double> a,
        int lda,
        ReadOnlySpan<double> b,
        int ldb,
        Span<double> c,
        int ldc,
        bool accumulate,
        WorkerPool pool) =>
        OfThisWidth(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool);

    /// <summary>C = op(A) B, or C += op(A) B, with a B that was packed before.</summary>
    /// <param name="transposeA">Whether A is stored as [m, k] or, transposed, as [k, m].</param>
    /// <param name="m">Rows of C; 0 or more. The columns and the inner size are those of <paramref name="b"/>.</param>
    /// <param name="a">The stored A.</param>
    /// <param name="lda">Distance between the stored rows of A; at least their length.</param>
    /// <param name="b">The packed B.</param>
    /// <param name="c">C of shape [m, n]; must not overlap A.</param>
    /// <param name="ldc">Distance between the rows of C; at least n.</param>
    /// <param name="accumulate">Whether to add to C instead of replacing it.</param>
    /// <param name="pool">Threads to split the elements of C among.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A stride is smaller than a row, or a span is too short for its matrix.</exception>
    public static void Multiply(
        Transpose transposeA,
        int m,
        ReadOnlySpan<float> a,
        int lda,
        PackedOperand b,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
    {
        switch (VectorWidth.Current)
        {
            case 512:
                Multiply<Lanes512<float>>(transposeA, m, a, lda, b, c, ldc, accumulate, pool);
                break;
            case 256:
                Multiply<Lanes256<float>>(transposeA, m, a, lda, b, c, ldc, accumulate, pool);
                break;
            case 128:
                Multiply<Lanes128<float>>(transposeA, m, a, lda, b, c, ldc, accumulate, pool);
                break;
            default:
                Multiply<Lane<float>>(transposeA, m, a, lda, b, c, ldc, accumulate, pool);
                break;
        }
    }

    /// <summary>C = W B, or C += W B, where the rows of W are windows that slide over a signal: row i begins at a[i * step].</summary>
    /// <param name="m">Windows, the rows of C; 0 or more. The columns and the length of a window are those of <paramref name="b"/>.</param>
    /// <param name="a">The signal; windows overlap where <paramref name="step"/> is shorter than a window.</param>
    /// <param name="step">Distance between the beginnings of two windows; positive.</param>
    /// <param name="b">The packed B.</param>
    /// <param name="c">C of shape [m, n]; must not overlap the signal.</param>
    /// <param name="ldc">Distance between the rows of C; at least n.</param>
    /// <param name="accumulate">Whether to add to C instead of replacing it.</param>
    /// <param name="pool">Threads to split the elements of C among.</param>
    /// <remarks>A convolution over rows of channels is this product: windows of kernel x channels values, a stride of rows apart.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the step is not positive.</exception>
    /// <exception cref="ArgumentException">The stride is smaller than a row, or a span is too short.</exception>
    public static void MultiplyWindows(
        int m,
        ReadOnlySpan<float> a,
        int step,
        PackedOperand b,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        switch (VectorWidth.Current)
        {
            case 512:
                MultiplyWindows<Lanes512<float>>(m, a, step, b, c, ldc, accumulate, pool);
                break;
            case 256:
                MultiplyWindows<Lanes256<float>>(m, a, step, b, c, ldc, accumulate, pool);
                break;
            case 128:
                MultiplyWindows<Lanes128<float>>(m, a, step, b, c, ldc, accumulate, pool);
                break;
            default:
                MultiplyWindows<Lane<float>>(m, a, step, b, c, ldc, accumulate, pool);
                break;
        }
    }

    /// <summary>The elements on and below the diagonal of a product of shape [n, n]; those above are not defined.</summary>
    internal static void MultiplyLower<T>(
        Transpose transposeA,
        Transpose transposeB,
        int n,
        int k,
        ReadOnlySpan<T> a,
        int lda,
        ReadOnlySpan<T> b,
        int ldb,
        Span<T> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        OfThisWidth(transposeA, transposeB, n, n, k, a, lda, b, ldb, c, ldc, accumulate, pool, isLower: true);

    /// <summary>The product of float32 or float64 with vectors of this processor's width.</summary>
    internal static void OfThisWidth<T>(
        Transpose transposeA,
        Transpose transposeB,
        int m,
        int n,
        int k,
        ReadOnlySpan<T> a,
        int lda,
        ReadOnlySpan<T> b,
        int ldb,
        Span<T> c,
        int ldc,
        bool accumulate,
        WorkerPool pool,
        bool isLower = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (VectorWidth.Current)
        {
            case 512:
                Multiply<Lanes512<T>, T>(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool, isLower);
                break;
            case 256:
                Multiply<Lanes256<T>, T>(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool, isLower);
                break;
            case 128:
                Multiply<Lanes128<T>, T>(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool, isLower);
                break;
            default:
                Multiply<Lane<T>, T>(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, pool, isLower);
                break;
        }
    }

    /// <summary>The product with vectors of one width.</summary>
    internal static unsafe void Multiply<TLanes, T>(
        Transpose transposeA,
        Transpose transposeB,
        int m,
        int n,
        int k,
        ReadOnlySpan<T> a,
        int lda,
        ReadOnlySpan<T> b,
        int ldb,
        Span<T> c,
        int ldc,
        bool accumulate,
        WorkerPool pool,
        bool isLower = false)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        GemmShape.Check(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (
            T* left = a,
                right = b,
                result = c)
        {
            var job = Job(transposeA, m, n, k, left, lda, result, ldc, accumulate);
            job.B = right;
            job.IsLower = isLower;
            (job.BRow, job.BColumn) = transposeB == Transpose.No ? (ldb, 1) : (1, ldb);
            GemmDriver<TLanes, T>.Run(job, pool);
        }
    }

    /// <summary>The product with a packed B, with vectors of the width it was packed for.</summary>
    internal static void Multiply<TLanes>(
        Transpose transposeA,
        int m,
        ReadOnlySpan<float> a,
        int lda,
        PackedOperand b,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(pool);
        var (n, k) = (b.ColumnCount, b.InnerSize);
        GemmShape.CheckPacked(transposeA, m, n, k, a, lda, c, ldc);
        RunPacked<TLanes>(transposeA, m, a, lda, b, c, ldc, accumulate, pool);
    }

    /// <summary>The product of windows with vectors of the width that B was packed for.</summary>
    internal static void MultiplyWindows<TLanes>(
        int m,
        ReadOnlySpan<float> a,
        int step,
        PackedOperand b,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(pool);
        GemmShape.CheckWindows(m, b.ColumnCount, b.InnerSize, a, step, c, ldc);
        RunPacked<TLanes>(Transpose.No, m, a, step, b, c, ldc, accumulate, pool);
    }

    private static unsafe void RunPacked<TLanes>(
        Transpose transposeA,
        int m,
        ReadOnlySpan<float> a,
        int lda,
        PackedOperand b,
        Span<float> c,
        int ldc,
        bool accumulate,
        WorkerPool pool)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        var (n, k) = (b.ColumnCount, b.InnerSize);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (
            float* left = a,
                right = b.Panels,
                result = c)
        {
            var job = Job(transposeA, m, n, k, left, lda, result, ldc, accumulate);
            job.B = right;
            job.IsPacked = true;
            GemmDriver<TLanes, float>.Run(job, pool);
        }
    }

    private static unsafe GemmJob<T> Job<T>(Transpose transposeA, int m, int n, int k, T* a, int lda, T* c, int ldc, bool accumulate)
        where T : unmanaged =>
        new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = transposeA == Transpose.No ? lda : 1,
            AStep = transposeA == Transpose.No ? 1 : lda,
            C = c,
            CRow = ldc,
            Accumulate = accumulate,
        };
}
