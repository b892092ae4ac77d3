namespace Bakeoff.Mlflow;

/// <summary>
/// An MLflow tracking store: a folder on disk or a server. Made by <see cref="MlflowStore.Open"/>. Safe to use from several threads.
/// </summary>
public interface IMlflowStore : IExperimentStore, IRunStore, IArtifactStore, IModelRegistry, ILoggedModelStore, IAsyncDisposable
{
    /// <summary>Where the store is, without credentials: an absolute path, or an http(s) address.</summary>
    string TrackingUri { get; }

    /// <summary>Settings that the store was opened with.</summary>
    MlflowStoreOptions Options { get; }
}
