using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The store, experiment and parent that runs are recorded with.</summary>
/// <param name="Store">Where runs go.</param>
/// <param name="Experiment">The experiment as resolved.</param>
/// <param name="Memory">Which run belongs to which training.</param>
/// <param name="Git">
/// State of the project's files, or null when unknown. Asked for when a run is recorded: git takes longer than all else that a finished
/// experiment needs.
/// </param>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed record TrackingContext(IMlflowStore Store, ResolvedExperiment Experiment, RunMemory Memory, Lazy<Task<GitState?>> Git)
{
    /// <summary>Run that a training becomes a child of; null for none.</summary>
    public RunReference? Parent { get; init; }

    /// <summary>Time limits for a server that does not answer.</summary>
    public ServerPatience Patience { get; } = new();

    /// <summary>MLflow's experiment: members of a sweep are recorded beside each other under their common file's name.</summary>
    public string ExperimentName => SweepNames.FileOf(Experiment.Name);

    /// <summary>Starts a run and remembers it.</summary>
    /// <param name="key">What the run is remembered by: a training's fingerprint, or a fold's key.</param>
    /// <param name="options">The run.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task<ActiveRun> StartAsync(string key, RunOptions options, CancellationToken cancellationToken)
    {
        var run = await Store.StartRunAsync(Patience.Apply(options), cancellationToken).ConfigureAwait(false);
        Patience.Learn(run.RunId is not null);
        Memory.Remember(key, Store.TrackingUri, new RunReference(run.ClientKey, run.RunId));
        return run;
    }

    /// <summary>Starts the run of a training and remembers it, as a child of <see cref="Parent"/> too.</summary>
    /// <param name="fingerprint">Fingerprint of the train stage.</param>
    /// <param name="options">The run.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task<ActiveRun> StartTrainingAsync(string fingerprint, RunOptions options, CancellationToken cancellationToken)
    {
        var run = await StartAsync(fingerprint, options, cancellationToken).ConfigureAwait(false);
        if (Parent is { } parent)
        {
            var key = RunMemory.ChildKey(parent, Experiment.Name, fingerprint);
            Memory.Remember(key, Store.TrackingUri, new RunReference(run.ClientKey, run.RunId));
        }

        return run;
    }

    /// <summary>Goes on with a remembered run.</summary>
    /// <param name="key">What the run is remembered by.</param>
    /// <param name="options">The run, as if it were new.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The run, or null when there is none: people delete runs, and that is no reason to fail.</returns>
    public async Task<ActiveRun?> TryContinueAsync(string key, RunOptions options, CancellationToken cancellationToken)
    {
        if (Memory.Find(key, Store.TrackingUri) is not { } known)
        {
            return null;
        }

        try
        {
            return await StartAsync(key, options with { ResumeRunId = known.RunId, ContinueClientKey = known.ClientKey }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>
    /// Delivers what killed processes left and closes their runs, if the store answers; else that waits for the next time.
    /// </summary>
    /// <returns>What could not be read in a folder of runs, a message each.</returns>
    public async Task<IReadOnlyList<string>> RecoverAsync(CancellationToken cancellationToken)
    {
        // Without retries: a server that is silent now is asked again soon enough.
        var store = MlflowStore.Open(Store.TrackingUri, Store.Options with { MaxRetries = 0 });
        await using (store.ConfigureAwait(false))
        {
            try
            {
                var options = new RecoveryOptions { TotalTimeout = ServerPatience.ForRecovery };
                var report = await store.RecoverRunsAsync(options, cancellationToken).ConfigureAwait(false);
                Patience.Learn(report.PendingRuns == 0);
                return report.Skipped;
            }
            catch (MlflowException exception) when (exception.IsTransient)
            {
                Patience.Learn(hasAnswered: false);
                return [];
            }
        }
    }
}
