using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.FileStores;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Completes what processes left behind that were killed, or ended while the server did not answer.</summary>
public static class RunRecovery
{
    private const int ExperimentsPerSearch = 50;

    /// <summary>
    /// Delivers the journals of processes that are gone, and closes as KILLED the runs that dead processes of this computer left RUNNING.
    /// Never touches a run whose process lives, is on another computer, or cannot be told. Safe to call from several processes at once.
    /// </summary>
    /// <param name="store">Where the runs are.</param>
    /// <param name="timeout">Longest time to spend on each journal; null for one minute.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="MlflowException">The store cannot be searched. Journals were tried before that.</exception>
    public static async Task<RecoveryReport> RecoverRunsAsync(this IMlflowStore store, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        int delivered = 0;
        int pending = 0;
        bool isAnswering = true;
        var rejections = new List<string>();
        foreach (string path in JournalPaths(store))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RunJournal? journal = RunJournal.TryTakeOver(path);
            if (journal is null || !BelongsTo(store, journal))
            {
                continue;
            }

            // A server that is silent once is not waited for again for each of many journals.
            (bool isDelivered, bool isHalted, IReadOnlyList<string> refused) = isAnswering ? await DeliverAsync(store, journal, timeout ?? TimeSpan.FromMinutes(1), isEnding: true) : (false, false, []);
            isAnswering &= isDelivered || isHalted;
            delivered += isDelivered ? 1 : 0;
            pending += isDelivered ? 0 : 1;
            rejections.AddRange(refused);
        }

        int closed = isAnswering ? await CloseStaleAsync(store, cancellationToken) : 0;
        return new RecoveryReport(delivered, pending, closed, rejections);
    }

    /// <summary>Delivers what an earlier process left in a run's journal before somebody goes on with the run.</summary>
    /// <exception cref="MlflowException">It could not be delivered; it stays where it is.</exception>
    internal static async Task DeliverLeftAsync(IMlflowStore store, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using RunJournal? journal = RunJournal.TryTakeOver(path);
        if (journal is not null && !(await DeliverAsync(store, journal, TimeSpan.FromMinutes(1), isEnding: false)).IsDelivered)
        {
            throw new MlflowException($"{path}: what an earlier process logged could not be stored, expected that before the run goes on. Look at the folder and try again.") { Endpoint = path, IsTransient = true };
        }
    }

    private static List<string> JournalPaths(IMlflowStore store) =>
        store is FileStore files ? [.. files.JournalPaths()]
        : Directory.Exists(store.Options.JournalFolder) ? [.. Directory.EnumerateFiles(store.Options.JournalFolder, "*" + RunJournal.Extension).Order(StringComparer.Ordinal)]
        : [];

    // A folder may have moved since; its journals are its own all the same.
    private static bool BelongsTo(IMlflowStore store, RunJournal journal) => store is FileStore || journal.Header.TrackingUri == store.TrackingUri;

    private static async Task<(bool IsDelivered, bool IsHalted, IReadOnlyList<string> Rejections)> DeliverAsync(IMlflowStore store, RunJournal journal, TimeSpan timeout, bool isEnding)
    {
        var target = new RunTarget(store, journal, journal.Header);
        (bool hasEnded, long lastMs) = target.Recover();
        if (!hasEnded && isEnding)
        {
            const string problem = "The process ended without closing the run.";
            long end = Math.Max(lastMs, journal.Header.StartTimeMs);
            journal.Append(
                new JournalEntry { Kind = JournalEntry.TagKind, Key = MlflowTags.ErrorMessage, Text = problem },
                new JournalEntry { Kind = JournalEntry.EndKind, Status = RunStatus.Killed, TimestampMs = end });
        }

        var sender = new JournalSender(store, journal, target, new RunOptions());
        sender.Start(mayBeStored: true);
        bool isDelivered = await sender.FinishAsync(timeout);
        if (sender.Halt is { ErrorCode: MlflowErrorCodes.ResourceDoesNotExist } gone && journal.Header.Continues)
        {
            // Somebody deleted the run for good: nothing is left to add to, and the journal is settled, though not as was meant.
            journal.Delete();
            return (true, true, [.. sender.Rejections, gone.Message]);
        }

        if (isDelivered)
        {
            journal.Delete();
        }

        return (isDelivered, sender.Halt is not null, sender.Rejections);
    }

    private static async Task<int> CloseStaleAsync(IMlflowStore store, CancellationToken cancellationToken)
    {
        List<string> experiments = await store.SearchExperimentsAsync(new ExperimentQuery(), cancellationToken).Select(e => e.ExperimentId).ToListAsync(cancellationToken);
        int closed = 0;
        foreach (string[] some in experiments.Chunk(ExperimentsPerSearch))
        {
            var query = new RunQuery
            {
                ExperimentIds = some,
                Filter = $"attributes.status = 'RUNNING' AND tags.{MlflowTags.ClientHost} = '{Environment.MachineName}'",
            };
            foreach (Run run in await store.SearchRunsAsync(query, cancellationToken).ToListAsync(cancellationToken))
            {
                // What still waits in a journal will end the run itself.
                if (ProcessIdentity.FromTags(run.Tags)?.IsGone() == true && !HasJournal(store, run))
                {
                    await CloseAsync(store, run, cancellationToken);
                    closed++;
                }
            }
        }

        return closed;
    }

    private static bool HasJournal(IMlflowStore store, Run run) =>
        JournalPaths(store).Any(path => path.Contains(run.Tags.GetValueOrDefault(MlflowTags.ClientKey, run.Info.RunId), StringComparison.Ordinal) || path.Contains(run.Info.RunId, StringComparison.Ordinal));

    private static async Task CloseAsync(IMlflowStore store, Run run, CancellationToken cancellationToken)
    {
        const string problem = "The process ended without closing the run.";
        string note = run.Tags.TryGetValue(MlflowTags.Note, out string? old) ? old + "\n\n" : "";
        await store.LogBatchAsync(run.Info.RunId, new RunBatch { Tags = [new(MlflowTags.ErrorMessage, problem), new(MlflowTags.Note, $"{note}**Killed:** {problem}")] }, cancellationToken);
        long last = run.Metrics.Values.Select(metric => metric.TimestampMs).Append(run.Info.StartTime.ToUnixTimeMilliseconds()).Max();
        await store.UpdateRunAsync(run.Info.RunId, new RunUpdate { Status = RunStatus.Killed, EndTime = DateTimeOffset.FromUnixTimeMilliseconds(last) }, cancellationToken);
    }
}
