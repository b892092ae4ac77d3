namespace Bakeoff.Mlflow;

/// <summary>Result of <see cref="IMlflowStore.CheckAsync"/>.</summary>
/// <param name="Problem">
/// Why the store cannot be used now; null if it can. Its <see cref="MlflowException.ErrorCode"/> names the kind.
/// </param>
/// <param name="ServerVersion">Version that a server reports, such as <c>2.10.3</c>; null for a file store, or if unknown.</param>
public sealed record StoreCheck(MlflowException? Problem, string? ServerVersion)
{
    /// <summary>True if the store answered and accepts this client.</summary>
    public bool IsUsable => Problem is null;
}
