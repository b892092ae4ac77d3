using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Completes the runs of processes that were killed, or that ended while the server did not answer.</summary>
public static class RunRecovery
{
    private const int ExperimentsPerSearch = 50;
    private const string Problem = "The process ended without closing the run.";

    /// <summary>
    /// Delivers the journals of processes that are gone, and closes as KILLED the runs that dead processes of this computer left RUNNING.
    /// Never touches a run whose process lives or is on another computer, or whose process is unknown. Safe to call from several processes
    /// at once.
    /// </summary>
    /// <param name="store">The store of the runs.</param>
    /// <param name="options">Time limits and former addresses; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="MlflowException">The store cannot be searched for running runs. Journals were tried before that.</exception>
    public static async Task<RecoveryReport> RecoverRunsAsync(
        this IMlflowStore store, RecoveryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RecoveryOptions();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.TotalTimeout is { } total)
        {
            timer.CancelAfter(total);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var delivered = new HashSet<string>(StringComparer.Ordinal);
        var pending = new HashSet<string>(StringComparer.Ordinal);
        var rejections = new List<string>();
        var skipped = new List<string>();
        var problems = new List<string>();
        bool isAnswering = true;
        foreach (string path in JournalPaths(store))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RunJournal? journal = TryTakeOver(path, skipped);
            if (journal is null || !BelongsTo(store, journal, options))
            {
                continue;
            }

            // A server that did not answer once is not waited for again for each of many journals.
            TimeSpan limit = LimitOf(options, watch.Elapsed);
            Delivery result = isAnswering && limit > TimeSpan.Zero
                ? await DeliverAsync(store, journal, limit, isEnding: true, options.RestoreExperiments).ConfigureAwait(false)
                : new Delivery(IsDelivered: false, IsHalted: false, [], Problem: null);
            isAnswering &= result.IsDelivered || result.IsHalted;
            (result.IsDelivered ? delivered : pending).Add(journal.Header.ClientKey);
            rejections.AddRange(result.Rejections);
            problems.AddRange(result.IsDelivered || result.Problem is null ? [] : [result.Problem.Message]);
        }

        delivered.ExceptWith(pending);
        int closed = isAnswering ? await CloseStaleAsync(store, skipped, timer.Token, cancellationToken).ConfigureAwait(false) : 0;
        return new RecoveryReport(delivered.Count, pending.Count, closed, rejections)
        {
            Problems = [.. problems.Distinct(StringComparer.Ordinal)],
            Skipped = [.. (store as IFolderStore)?.Skipped ?? [], .. skipped],
        };
    }

    // Another user's journal is that user's to deliver.
    private static RunJournal? TryTakeOver(string path, List<string> skipped)
    {
        try
        {
            return RunJournal.TryTakeOver(path);
        }
        catch (Exception exception) when (DiskErrors.IsDiskError(exception))
        {
            skipped.Add(DiskErrors.Translate(exception, path).Message);
            return null;
        }
    }

    /// <summary>
    /// Lists the journals of servers' runs that wait to be delivered by <see cref="RecoverRunsAsync"/>, whatever server they were written
    /// for. Journals of live processes are left out.
    /// </summary>
    /// <param name="journalFolder">Folder of the journals; see <see cref="MlflowStoreOptions.JournalFolder"/>.</param>
    /// <returns>Journals in the order of the starts of their runs.</returns>
    public static IReadOnlyList<WaitingJournal> FindJournals(string journalFolder)
    {
        var found = new List<WaitingJournal>();
        foreach (string path in ListJournals(journalFolder))
        {
            using RunJournal? journal = RunJournal.TryTakeOver(path);
            if (journal is not null)
            {
                JournalHeader header = journal.Header;
                found.Add(new WaitingJournal(path, header.TrackingUri, header.ExperimentName, header.RunName, header.ClientKey));
            }
        }

        return found;
    }

    /// <summary>Delivers the values that an earlier process left in a run's journal before the run goes on.</summary>
    /// <exception cref="MlflowException">They could not be delivered; the journal stays.</exception>
    internal static async Task DeliverLeftAsync(IMlflowStore store, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using RunJournal? journal = RunJournal.TryTakeOver(path);
        if (journal is null)
        {
            return;
        }

        TimeSpan limit = new RecoveryOptions().JournalTimeout;
        Delivery result = await DeliverAsync(store, journal, limit, isEnding: false, restore: false).ConfigureAwait(false);
        if (!result.IsDelivered)
        {
            throw new MlflowException("values that an earlier process logged could not be stored")
            {
                Where = path,
                Rule = "them in the store before the run goes on",
                NextStep = "Check the folder and try again.",
                Endpoint = path,
                IsTransient = true,
            };
        }
    }

    private static TimeSpan LimitOf(RecoveryOptions options, TimeSpan elapsed)
    {
        TimeSpan left = (options.TotalTimeout ?? TimeSpan.MaxValue) - elapsed;
        return left < options.JournalTimeout ? left : options.JournalTimeout;
    }

    private static IReadOnlyList<string> JournalPaths(IMlflowStore store) =>
        store is IFolderStore folder
            ? [.. folder.FoldersOfRuns().Select(RunJournal.PathIn).Where(File.Exists)]
            : ListJournals(store.Options.JournalFolder);

    private static IReadOnlyList<string> ListJournals(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + RunJournal.Extension).Order(StringComparer.Ordinal)]
            : [];

    // A folder may have moved since; its journals are its own all the same.
    private static bool BelongsTo(IMlflowStore store, RunJournal journal, RecoveryOptions options) =>
        store is IFolderStore
        || journal.Header.TrackingUri == store.TrackingUri
        || options.FormerTrackingUris.Contains(journal.Header.TrackingUri);

    private static async Task<Delivery> DeliverAsync(
        IMlflowStore store, RunJournal journal, TimeSpan timeout, bool isEnding, bool restore)
    {
        JournalHeader header = journal.Header with { RestoreExperiment = journal.Header.RestoreExperiment || restore };
        var target = new RunTarget(store, journal, header);
        (bool hasEnded, long lastMs) = target.Recover();
        if (!hasEnded && isEnding && !header.IsAddition)
        {
            long end = Math.Max(lastMs, journal.Header.StartTimeMs);
            journal.Append(
                new JournalEntry { Kind = JournalEntry.TagKind, Key = MlflowTags.ErrorMessage, Text = Problem },
                new JournalEntry { Kind = JournalEntry.EndKind, Status = RunStatus.Killed, TimestampMs = end });
        }

        var sender = new JournalSender(store, journal, target, new RunOptions());
        sender.Start(mayBeStored: true);
        bool isDelivered = await sender.FinishAsync(timeout).ConfigureAwait(false);
        if (sender.Halt is { ErrorCode: MlflowErrorCodes.ResourceDoesNotExist } gone && journal.Header.Continues)
        {
            // The run was deleted for good: nothing is left to add to, so the journal is done.
            journal.Delete();
            return new Delivery(IsDelivered: true, IsHalted: true, [.. sender.Rejections, gone.Message], Problem: null);
        }

        if (isDelivered)
        {
            journal.Delete();
        }

        return new Delivery(isDelivered, sender.Halt is not null, sender.Rejections, sender.Problem);
    }

    private static async Task<int> CloseStaleAsync(
        IMlflowStore store, List<string> skipped, CancellationToken limited, CancellationToken callers)
    {
        int closed = 0;
        try
        {
            List<string> experiments = await store.SearchExperimentsAsync(new ExperimentQuery(), limited)
                .Select(experiment => experiment.ExperimentId)
                .ToListAsync(limited)
                .ConfigureAwait(false);
            foreach (string[] some in experiments.Chunk(ExperimentsPerSearch))
            {
                var query = new RunQuery
                {
                    ExperimentIds = some,
                    Filter = $"attributes.status = 'RUNNING' AND tags.{MlflowTags.ClientHost} = '{Environment.MachineName}'",
                };
                foreach (Run run in await store.SearchRunsAsync(query, limited).ToListAsync(limited).ConfigureAwait(false))
                {
                    // A journal that still waits will end the run itself.
                    if (ProcessIdentity.FromTags(run.Tags)?.IsGone() == true && !HasJournal(store, run))
                    {
                        closed += await TryCloseAsync(store, run, skipped, limited).ConfigureAwait(false) ? 1 : 0;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            // The time is up; the rest is closed the next time.
        }

        return closed;
    }

    private static bool HasJournal(IMlflowStore store, Run run)
    {
        string key = run.Tags.GetValueOrDefault(MlflowTags.ClientKey, run.Info.RunId);
        return JournalPaths(store).Any(path =>
            path.Contains(key, StringComparison.Ordinal) || path.Contains(run.Info.RunId, StringComparison.Ordinal));
    }

    private static async Task<bool> TryCloseAsync(IMlflowStore store, Run run, List<string> skipped, CancellationToken cancellationToken)
    {
        try
        {
            await CloseAsync(store, run, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.PermissionDenied)
        {
            skipped.Add(exception.Message);
            return false;
        }
    }

    private static async Task CloseAsync(IMlflowStore store, Run run, CancellationToken cancellationToken)
    {
        string note = ErrorNote.Append(run.Tags.GetValueOrDefault(MlflowTags.Note), RunStatus.Killed, Problem);
        var batch = new RunBatch
        {
            Tags = [new(MlflowTags.ErrorMessage, Problem), new(MlflowTags.Note, note)],
        };
        await store.LogBatchAsync(run.Info.RunId, batch, cancellationToken).ConfigureAwait(false);
        long last = run.Metrics.Values.Select(metric => metric.TimestampMs).Append(run.Info.StartTime.ToUnixTimeMilliseconds()).Max();
        var update = new RunUpdate { Status = RunStatus.Killed, EndTime = DateTimeOffset.FromUnixTimeMilliseconds(last) };
        await store.UpdateRunAsync(run.Info.RunId, update, cancellationToken).ConfigureAwait(false);
    }

    private sealed record Delivery(bool IsDelivered, bool IsHalted, IReadOnlyList<string> Rejections, MlflowException? Problem);
}
