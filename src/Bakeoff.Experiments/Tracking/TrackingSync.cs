using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Syncing;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The server that runs are sent to afterwards, and what may be sent.</summary>
/// <param name="Address">The server.</param>
public sealed record TrackingSyncOptions(string Address)
{
    /// <summary>Former addresses of the server: runs that wait for them are sent as well.</summary>
    public IReadOnlyList<string> FormerAddresses { get; init; } = [];

    /// <summary>True to restore experiments that are deleted on the server; false to leave their runs out.</summary>
    public bool RestoresExperiments { get; init; }
}

/// <summary>Runs that were sent to a tracking server afterwards.</summary>
/// <param name="Address">The server.</param>
/// <param name="Recovered">Runs whose journals were delivered.</param>
/// <param name="Copied">Runs copied from the project's folder; null where there is no such folder.</param>
/// <param name="Elsewhere">Runs that wait for other addresses.</param>
public sealed record TrackingSyncResult(
    string Address,
    RecoveryReport Recovered,
    SyncReport? Copied,
    IReadOnlyList<WaitingRuns> Elsewhere);

/// <summary>Runs that wait for a server.</summary>
/// <param name="Address">Address of the server as it was when they were logged.</param>
/// <param name="Count">Number of runs; one that several commands added to counts once.</param>
public sealed record WaitingRuns(string Address, int Count);

/// <summary>Sends what was logged while a server could not be used, and copies the runs of the project's own folder to it.</summary>
public static class TrackingSync
{
    /// <summary>Longest time to wait for the first answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends. Repeating it changes nothing.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="options">The server, and what may be sent.</param>
    /// <param name="progress">Receives a line for each run.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="TrackingException">The server cannot be used; the message says why.</exception>
    public static Task<TrackingSyncResult> RunAsync(
        Workspace workspace,
        TrackingSyncOptions options,
        IProgress<string> progress,
        CancellationToken cancellationToken) =>
        TrackingException.GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(workspace);
            ArgumentNullException.ThrowIfNull(options);
            await using var target = TrackingStore.Open(workspace, options.Address);
            if ((await target.CheckAsync(Patience, cancellationToken)).Problem is { } problem)
            {
                throw problem;
            }

            var recovery = new RecoveryOptions
            {
                FormerTrackingUris = [.. options.FormerAddresses.Select(static address => address.TrimEnd('/'))],
                RestoreExperiments = options.RestoresExperiments,
            };
            var recovered = await target.RecoverRunsAsync(recovery, cancellationToken);
            var elsewhere = FindWaiting(target.Options.JournalFolder, target.TrackingUri);
            if (!Directory.Exists(workspace.TrackingFolder))
            {
                return new TrackingSyncResult(target.TrackingUri, recovered, Copied: null, elsewhere);
            }

            await using var source = TrackingStore.Open(workspace, workspace.TrackingFolder);
            var copied = await source.SyncToAsync(target, progress, options.RestoresExperiments, cancellationToken);
            return new TrackingSyncResult(target.TrackingUri, recovered, copied, elsewhere);
        });

    /// <summary>Runs that wait for any server, with the settings of the environment.</summary>
    /// <param name="workspace">The project.</param>
    public static async Task<IReadOnlyList<WaitingRuns>> FindWaitingAsync(Workspace workspace)
    {
        await using var folder = TrackingStore.Open(workspace, workspace?.TrackingFolder);
        return FindWaiting(folder.Options.JournalFolder, besides: null);
    }

    /// <summary>Runs that wait in a folder of journals, for any address but one.</summary>
    internal static IReadOnlyList<WaitingRuns> FindWaiting(string journalFolder, string? besides) =>
        [
            .. RunRecovery
                .FindJournals(journalFolder)
                .Where(journal => journal.TrackingUri != besides)
                .GroupBy(static journal => journal.TrackingUri, StringComparer.Ordinal)
                .OrderBy(static runs => runs.Key, StringComparer.Ordinal)
                .Select(static runs =>
                    new WaitingRuns(runs.Key, runs.Select(static journal => journal.ClientKey).Distinct(StringComparer.Ordinal).Count())),
        ];
}
