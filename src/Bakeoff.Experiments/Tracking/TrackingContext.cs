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

    /// <summary>Version of the ffmpeg that converted recordings; null where none did.</summary>
    public string? Ffmpeg { get; init; }

    /// <summary>The store's server as this command finds it; members of a sweep share it.</summary>
    public ServerState Server { get; init; } = new();

    /// <summary>MLflow's experiment: members of a sweep are recorded beside each other under their common file's name.</summary>
    public string ExperimentName => SweepNames.FileOf(Experiment.Name);

    /// <summary>Starts a run and remembers it. A server that cannot be used is no error: the run goes to its journal.</summary>
    /// <param name="key">What the run is remembered by: a training's fingerprint, or a fold's key.</param>
    /// <param name="options">The run.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="MlflowException">
    /// The store refuses this run, such as one of a deleted experiment; or its folder cannot be used.
    /// </exception>
    public async Task<ActiveRun> StartAsync(string key, RunOptions options, CancellationToken cancellationToken)
    {
        await Server.AskAsync(Store, cancellationToken).ConfigureAwait(false);
        var run = await StartAsync(options with { RestoreExperiment = Experiment.Options.Tracking.Restore }, cancellationToken)
            .ConfigureAwait(false);
        Memory.Remember(key, Store.TrackingUri, new RunReference(run.ClientKey, run.RunId ?? options.ResumeRunId));
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

    /// <summary>Goes on with a remembered run, which then is RUNNING again.</summary>
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

    /// <summary>Adds to a remembered run that has ended, and leaves its end where it is.</summary>
    /// <param name="key">What the run is remembered by.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The run, or null when there is none, or when its experiment is deleted, which a notice says.</returns>
    public async Task<ActiveRun?> TryAddAsync(string key, CancellationToken cancellationToken)
    {
        var options = new RunOptions
        {
            ExperimentName = ExperimentName,
            IsAddition = true,
            EndOnSignals = false,
        };
        try
        {
            return await TryContinueAsync(key, options, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.InvalidState)
        {
            Server.Note($"MLflow: nothing is added to the run: {exception.Message}");
            return null;
        }
    }

    private async Task<ActiveRun> StartAsync(RunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await Store.StartRunAsync(Server.Apply(options), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.InvalidState)
        {
            exception.NextStep = "Restore it by the same command with --set=tracking.restore=true, or give the experiment another name.";
            throw;
        }
        catch (MlflowException exception) when (Store.IsServer && Server.IsAnswering && IsOfServer(exception))
        {
            Server.Learn(Store, exception);
            return await Store.StartRunAsync(Server.Apply(options), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>True for refusals that have nothing to do with the run.</summary>
    private static bool IsOfServer(MlflowException exception) =>
        exception.ErrorCode is MlflowErrorCodes.Unauthenticated or MlflowErrorCodes.PermissionDenied or MlflowErrorCodes.DiskFull;
}
