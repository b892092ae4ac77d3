namespace Bakeoff.Mlflow;

/// <summary>
/// An MLflow tracking store: a folder on disk or a server. Opened by <see cref="MlflowStore.Open"/>. Safe to use from several threads.
/// </summary>
public interface IMlflowStore : IExperimentStore, IRunStore, IArtifactStore, IModelRegistry, ILoggedModelStore, IAsyncDisposable
{
    /// <summary>Place of the store, without credentials: an absolute path, or an http(s) address.</summary>
    string TrackingUri { get; }

    /// <summary>True for a server, which may be away; false for a folder.</summary>
    bool IsServer { get; }

    /// <summary>Settings that the store was opened with.</summary>
    MlflowStoreOptions Options { get; }

    /// <summary>
    /// Asks once, without retries, whether the store can be used: the server answers, is MLflow and accepts the credentials; or the folder
    /// can be written to. Call it before long work, so that an unusable store costs at most <paramref name="limit"/> in all.
    /// </summary>
    /// <param name="limit">Longest time to wait.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The reason why the store cannot be used, if there is one. Problems of the store are returned, not thrown.</returns>
    Task<StoreCheck> CheckAsync(TimeSpan limit, CancellationToken cancellationToken = default);
}
