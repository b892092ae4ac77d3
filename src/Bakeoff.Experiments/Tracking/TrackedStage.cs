using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Tracking;

/// <summary>A stage whose results are added to the MLflow run of their training. What the stage computes does not change by it.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal abstract class TrackedStage(IStage inner, TrackingContext tracking) : IStage
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => inner.Inputs;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters => inner.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => inner.ExternalInputs;

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) => inner.ExternalInputsGiven(inputs);

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => inner.CodeRoots;

    /// <summary>Where and as what the run is recorded.</summary>
    protected TrackingContext Tracking => tracking;

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken) =>
        TrackingException.GuardAsync(() => RunTrackedAsync(context, cancellationToken));

    /// <summary>Opens the run to add to; null when there is none.</summary>
    protected virtual Task<ActiveRun?> OpenAsync(StageContext context, CancellationToken cancellationToken) =>
        Tracking.TryAddAsync(context.Input(StageNames.Train).Record.Fingerprint, cancellationToken);

    /// <summary>Adds what the stage left in its output folder.</summary>
    protected abstract Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken);

    /// <summary>Ends the run well.</summary>
    protected virtual Task<RunEnd> CompleteAsync(ActiveRun run) => run.CompleteAsync();

    /// <summary>Ends the run with an error.</summary>
    protected virtual Task FailAsync(ActiveRun run, Exception fault) => run.FailAsync(fault);

    /// <summary>Does what needs the ended run.</summary>
    protected virtual Task AfterwardsAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RunTrackedAsync(StageContext context, CancellationToken cancellationToken)
    {
        await using var run = await OpenAsync(context, cancellationToken).ConfigureAwait(false);
        TellNotices(context);
        if (run is null)
        {
            await inner.RunAsync(context, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await inner.RunAsync(context, cancellationToken).ConfigureAwait(false);
            await RecordAsync(run, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(run, exception).ConfigureAwait(false);
            throw;
        }

        tracking.Server.Learn(tracking.Store, await CompleteAsync(run).ConfigureAwait(false));
        await AfterwardsAsync(run, context, cancellationToken).ConfigureAwait(false);
        TellNotices(context);
    }

    private void TellNotices(StageContext context)
    {
        foreach (var notice in tracking.Server.TakeNotices())
        {
            context.Progress.Report(StageProgress.Notice(notice));
        }
    }
}
