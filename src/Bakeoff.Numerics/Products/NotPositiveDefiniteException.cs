namespace Bakeoff.Numerics;

/// <summary>A matrix has no Cholesky factor.</summary>
/// <param name="row">Row at which the factorisation broke off.</param>
public sealed class NotPositiveDefiniteException(int row) : ArithmeticException($"The matrix is not positive definite at row {row}.")
{
    /// <summary>Row at which the factorisation broke off.</summary>
    public int Row { get; } = row;
}
