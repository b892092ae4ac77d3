using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>The run in the store that a journal belongs to: found or created when the store answers, once, however often that is tried.</summary>
internal sealed class RunTarget(IMlflowStore store, RunJournal journal, JournalHeader header)
{
    private readonly TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _mayExist;

    internal string? RunId { get; private set; }

    internal string? ExperimentId { get; private set; }

    /// <summary>Ends when the run is known.</summary>
    internal Task Created => _created.Task;

    internal void Adopt(string runId, string experimentId)
    {
        (RunId, ExperimentId) = (runId, experimentId);
        _created.TrySetResult();
    }

    /// <summary>Reads from the journal what an earlier process knew; without that, its run may exist all the same.</summary>
    /// <returns>Whether the run was ended, and the latest time in the journal, in milliseconds since 1970 UTC.</returns>
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

        Experiment experiment = await FindExperimentAsync(store, header, cancellationToken);
        Run? run = _mayExist || header.Continues ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, header.ClientKey, cancellationToken) : null;
        _mayExist = true;
        run ??= header.Continues ? throw Missing() : await CreateAsync(experiment, cancellationToken);
        journal.Append(new JournalEntry { Kind = JournalEntry.RunKind, RunId = run.Info.RunId, ExperimentId = experiment.ExperimentId });
        Adopt(run.Info.RunId, experiment.ExperimentId);
        return run.Info.RunId;
    }

    internal static Task<Experiment> FindExperimentAsync(IMlflowStore store, JournalHeader header, CancellationToken cancellationToken) =>
        header.ExperimentId is { } id ? store.GetExperimentAsync(id, cancellationToken) : store.GetOrCreateExperimentAsync(header.ExperimentName, cancellationToken);

    internal static async Task SetExperimentTagsAsync(IMlflowStore store, Experiment experiment, JournalHeader header, CancellationToken cancellationToken)
    {
        foreach ((string key, string value) in header.ExperimentTags.Where(tag => experiment.Tags.GetValueOrDefault(tag.Key) != tag.Value))
        {
            await store.SetExperimentTagAsync(experiment.ExperimentId, key, value, cancellationToken);
        }
    }

    internal static MlflowException NothingToContinue(IMlflowStore store, string experiment, string clientKey) =>
        new($"MLflow {store.TrackingUri}: experiment '{experiment}' has no run with the key {clientKey}, expected one to continue. It may have been deleted; start a new one.")
        {
            ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
        };

    private async Task<Run> CreateAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        await SetExperimentTagsAsync(store, experiment, header, cancellationToken);
        Run? parent = header.ParentClientKey is { } key ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, key, cancellationToken) : null;
        if (parent is null && header.ParentClientKey is { } missing && journal.IsAwaited(missing))
        {
            throw NotYet("the run that it is a part of");
        }

        return await store.CreateRunAsync(header.ToNewRun(experiment.ExperimentId, parent?.Info.RunId), cancellationToken);
    }

    private MlflowException Missing() => journal.IsAwaited(header.ClientKey) ? NotYet("its beginning") : NothingToContinue(store, header.ExperimentName, header.ClientKey);

    private MlflowException NotYet(string what) => new($"{Describe()}: {what} is still in a journal of its own, expected in the store first. It follows when that is delivered.") { IsTransient = true };

    internal string Describe() => string.Create(CultureInfo.InvariantCulture, $"MLflow {store.TrackingUri}, run {RunId ?? header.RunName ?? header.ClientKey}");
}
