namespace Bakeoff.Numerics;

/// <summary>Form in which a stored matrix enters a product.</summary>
public enum Transpose
{
    /// <summary>As stored: op(X) = X.</summary>
    No,

    /// <summary>Rows and columns exchanged: op(X) = X^T.</summary>
    Yes,
}
