using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Opens the MLflow store that a project records to.</summary>
public static class TrackingStore
{
    /// <summary>
    /// Opens the store of a project: its own where the project is kept apart from everything else, or that of the environment.
    /// </summary>
    /// <param name="workspace">The project.</param>
    public static IMlflowStore Open(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return workspace.IsApart ? MlflowStore.Open(workspace.TrackingFolder) : Open(workspace, address: null);
    }

    /// <summary>Opens a store with the settings of the environment.</summary>
    /// <param name="workspace">The project; its folder <c>mlruns</c> is the store when nothing else is named.</param>
    /// <param name="address">Folder or server; null for <c>MLFLOW_TRACKING_URI</c>, or else the project's folder.</param>
    /// <exception cref="TrackingException">An address or variable is wrong; the message says which and what to write instead.</exception>
    public static IMlflowStore Open(Workspace workspace, string? address)
    {
        try
        {
            var options = MlflowStoreOptions.FromEnvironment();
            return MlflowStore.Open(address ?? options.TrackingUri ?? workspace.TrackingFolder, options);
        }
        catch (MlflowException exception)
        {
            throw new TrackingException(exception);
        }
    }
}
