using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Syncing;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Runs that were sent to a tracking server afterwards.</summary>
/// <param name="Address">The server.</param>
/// <param name="Recovered">Runs whose journals were delivered.</param>
/// <param name="Copied">Runs copied from the project's folder; null where there is no such folder.</param>
public sealed record TrackingSyncResult(string Address, RecoveryReport Recovered, SyncReport? Copied);

/// <summary>Sends what was logged while a server did not answer, and copies the runs of the project's own folder to it.</summary>
public static class TrackingSync
{
    /// <summary>Sends. Repeating it changes nothing.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="address">Address of the server.</param>
    /// <param name="progress">Receives a line for each run.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="TrackingException">The server refuses or does not answer.</exception>
    public static Task<TrackingSyncResult> RunAsync(
        Workspace workspace,
        string address,
        IProgress<string> progress,
        CancellationToken cancellationToken) =>
        TrackingException.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(workspace);
            await using var target = TrackingStore.Open(workspace, address);
            var recovered = await target.RecoverRunsAsync(cancellationToken: cancellationToken);
            if (!Directory.Exists(workspace.TrackingFolder))
            {
                return new TrackingSyncResult(target.TrackingUri, recovered, Copied: null);
            }

            await using var source = TrackingStore.Open(workspace, workspace.TrackingFolder);
            return new TrackingSyncResult(target.TrackingUri, recovered, await source.SyncToAsync(target, progress, cancellationToken));
        });
}
