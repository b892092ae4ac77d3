namespace Bakeoff.Numerics;

/// <summary>The product of <see cref="Gemm"/> in one precision, for code that is written for both.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <inheritdoc cref="Gemm.Multiply(Transpose, Transpose, int, int, int, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, Span{float}, int, bool,
/// WorkerPool)" path="/param"/>
public delegate void MatrixProduct<T>(
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
    WorkerPool pool);
