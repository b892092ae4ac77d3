using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>
/// The run in the store that a journal belongs to: found or created when the store answers, only once even after repeated attempts.
/// </summary>
internal sealed class RunTarget(IMlflowStore store, RunJournal journal, JournalHeader header)
{
    private readonly TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _mayExist;

    internal string? RunId { get; private set; }

    internal string? ExperimentId { get; private set; }

    /// <summary>True if this process created the run, so that nothing in it is older.</summary>
    internal bool IsNew { get; private set; }

    /// <summary>Completes when the run is known.</summary>
    internal Task Created => _created.Task;

    internal void Adopt(string runId, string experimentId)
    {
        (RunId, ExperimentId) = (runId, experimentId);
        _created.TrySetResult();
    }

    /// <summary>
    /// Reads from the journal the run that an earlier process found or created. Without an entry the run may exist all the same.
    /// </summary>
    /// <returns>True if the run was ended, and the latest time in the journal, in milliseconds since 1970 UTC.</returns>
    internal (bool HasEnded, long LastMs) Recover()
    {
        _mayExist = true;
        bool hasEnded = false;
        long lastMs = 0;
        long at = 0;
        while (journal.Read(at, 1000) is { Count: > 0 } entries)
        {
            foreach ((JournalEntry entry, long end) in entries)
            {
                at = end;
                lastMs = Math.Max(lastMs, entry.TimestampMs);
                hasEnded = entry.Kind == JournalEntry.EndKind ? entry.Status != RunStatus.Running : hasEnded;
                if (entry.Kind == JournalEntry.RunKind)
                {
                    Adopt(entry.RunId!, entry.ExperimentId!);
                }
            }
        }

        return (hasEnded, lastMs);
    }

    internal async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (RunId is not null)
        {
            return RunId;
        }

        Experiment experiment = await FindExperimentAsync(store, header, cancellationToken).ConfigureAwait(false);
        Run? run = _mayExist || header.Continues
            ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, header.ClientKey, cancellationToken).ConfigureAwait(false)
            : null;
        _mayExist = true;
        IsNew = run is null;
        run ??= header.Continues ? throw Missing() : await CreateAsync(experiment, cancellationToken).ConfigureAwait(false);
        journal.Append(new JournalEntry { Kind = JournalEntry.RunKind, RunId = run.Info.RunId, ExperimentId = experiment.ExperimentId });
        Adopt(run.Info.RunId, experiment.ExperimentId);
        return run.Info.RunId;
    }

    internal static Task<Experiment> FindExperimentAsync(IMlflowStore store, JournalHeader header, CancellationToken cancellationToken) =>
        header.ExperimentId is { } id
            ? store.GetExperimentAsync(id, cancellationToken)
            : store.GetOrCreateExperimentAsync(header.ExperimentName, header.RestoreExperiment, cancellationToken);

    internal static async Task SetExperimentTagsAsync(
        IMlflowStore store, Experiment experiment, JournalHeader header, CancellationToken cancellationToken)
    {
        foreach ((string key, string value) in header.ExperimentTags.Where(tag => experiment.Tags.GetValueOrDefault(tag.Key) != tag.Value))
        {
            await store.SetExperimentTagAsync(experiment.ExperimentId, key, value, cancellationToken).ConfigureAwait(false);
        }
    }

    internal static MlflowException NothingToContinue(IMlflowStore store, string experiment, string clientKey) =>
        new($"experiment '{experiment}' has no run with the key {clientKey}")
        {
            Where = $"MLflow {store.TrackingUri}",
            Rule = "one to continue",
            NextStep = "It may have been deleted; start a new one.",
            ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
        };

    private async Task<Run> CreateAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        await SetExperimentTagsAsync(store, experiment, header, cancellationToken).ConfigureAwait(false);
        Run? parent = header.ParentClientKey is { } key
            ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken).ConfigureAwait(false)
            : null;
        if (parent is null && header.ParentClientKey is { } missing && journal.IsAwaited(missing))
        {
            throw NotYet("the parent run");
        }

        NewRun content = header.ToNewRun(experiment.ExperimentId, parent?.Info.RunId);
        return await store.CreateRunAsync(content, cancellationToken).ConfigureAwait(false);
    }

    private MlflowException Missing() =>
        journal.IsAwaited(header.ClientKey)
            ? NotYet("the start of this run")
            : NothingToContinue(store, header.ExperimentName, header.ClientKey);

    private MlflowException NotYet(string what) => new($"{what} is still in a journal of its own")
    {
        Where = Describe(),
        Rule = "it in the store first",
        NextStep = "This run follows when that journal is delivered.",
        IsTransient = true,
    };

    internal string Describe() => $"MLflow {store.TrackingUri}, run {RunId ?? header.RunName ?? header.ClientKey}";
}
