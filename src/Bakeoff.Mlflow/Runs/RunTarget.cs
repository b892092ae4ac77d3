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

        Experiment experiment = await store.GetOrCreateExperimentAsync(header.ExperimentName, cancellationToken);
        Run? run = _mayExist ? await store.FindRunByClientKeyAsync(experiment.ExperimentId, header.ClientKey, cancellationToken) : null;
        _mayExist = true;
        run ??= await store.CreateRunAsync(
            new NewRun
            {
                ExperimentId = experiment.ExperimentId,
                Name = header.RunName,
                UserId = header.UserId,
                StartTime = DateTimeOffset.FromUnixTimeMilliseconds(header.StartTimeMs),
                ClientKey = header.ClientKey,
                Tags = header.Tags,
            },
            cancellationToken);
        journal.Append(new JournalEntry { Kind = JournalEntry.RunKind, RunId = run.Info.RunId, ExperimentId = experiment.ExperimentId });
        Adopt(run.Info.RunId, experiment.ExperimentId);
        return run.Info.RunId;
    }

    internal string Describe() => string.Create(CultureInfo.InvariantCulture, $"MLflow {store.TrackingUri}, run {RunId ?? header.RunName ?? header.ClientKey}");
}
