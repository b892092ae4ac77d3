using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Delivers a journal to the store, in order, in the background, until <see cref="FinishAsync"/>.</summary>
internal sealed partial class JournalSender
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly IMlflowStore _store;
    private readonly RunJournal _journal;
    private readonly RunTarget _target;
    private readonly RunOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly List<(long Offset, TaskCompletionSource<bool> Done)> _waiters = [];
    private readonly List<string> _rejections = [];
    private Task _loop = Task.CompletedTask;
    private volatile bool _hurry;
    private volatile bool _finishing;
    private volatile bool _isHealthy;
    private volatile MlflowException? _latest;
    private bool _uncertain;

    internal JournalSender(IMlflowStore store, RunJournal journal, RunTarget target, RunOptions options)
    {
        _store = store;
        _journal = journal;
        _target = target;
        _options = options;
        _isHealthy = options.StartTimeout > TimeSpan.Zero;
        _logger = store.Options.LoggerFactory.CreateLogger("Bakeoff.Mlflow.Run");
    }

    /// <summary>Reason why delivery stopped for good in this process; null while it goes on.</summary>
    internal MlflowException? Halt { get; private set; }

    /// <summary>Reason why the latest delivery failed; null if it succeeded, or if none has ended.</summary>
    internal MlflowException? Problem => Halt ?? _latest;

    internal IReadOnlyList<string> Rejections
    {
        get
        {
            lock (_gate)
            {
                return [.. _rejections];
            }
        }
    }

    /// <param name="mayBeStored">True if another process may have delivered some of what is not acknowledged.</param>
    internal void Start(bool mayBeStored = false)
    {
        _uncertain = mayBeStored;
        _loop = Task.Run(() => LoopAsync(_stop.Token));
    }

    /// <summary>
    /// Called after each append: wakes the sender for a full request, and slows the caller to the pace of an answering server.
    /// </summary>
    internal void Appended()
    {
        long pending = _journal.PendingCount;
        if (pending >= MlflowLimits.BatchTotal || pending == 1)
        {
            Wake();
        }

        if (pending > _options.MaxPending)
        {
            lock (_gate)
            {
                while (_isHealthy && Halt is null && _journal.PendingCount > _options.MaxPending)
                {
                    Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
                }
            }
        }
    }

    /// <returns>True once everything logged so far is in the store; false if the store does not answer.</returns>
    internal async Task<bool> FlushAsync(TimeSpan timeout, bool patient, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            long target = _journal.Length;
            if (_journal.Acknowledged >= target)
            {
                return true;
            }

            if (Halt is not null || (!_isHealthy && !patient))
            {
                return false;
            }

            _waiters.Add((target, done));
        }

        _hurry = true;
        Wake();
        try
        {
            return await done.Task.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next flush need not wait as long for the same result.
            _isHealthy = false;
            return false;
        }
    }

    /// <summary>
    /// Delivers the rest, for at most the given time; for at most <see cref="RunOptions.StartTimeout"/> if the store last failed to answer.
    /// </summary>
    internal async Task<bool> FinishAsync(TimeSpan timeout)
    {
        TimeSpan limit = _isHealthy || timeout < _options.StartTimeout ? timeout : _options.StartTimeout;
        _finishing = true;
        _hurry = true;
        Wake();
        Task finished = await Task.WhenAny(_loop, Task.Delay(limit)).ConfigureAwait(false);
        if (finished != _loop)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
        }

        return _journal.Acknowledged >= _journal.Length;
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        try
        {
            while (true)
            {
                if (_journal.Acknowledged >= _journal.Length)
                {
                    CompleteWaiters(ended: false);
                    if (_finishing)
                    {
                        return;
                    }

                    await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (!_hurry && _journal.PendingCount < MlflowLimits.BatchTotal && _target.RunId is not null)
                {
                    await WaitForMoreAsync(cancellationToken).ConfigureAwait(false);
                }

                try
                {
                    await DeliverAsync(failures, cancellationToken).ConfigureAwait(false);
                    failures = 0;
                    _isHealthy = true;
                    _latest = null;
                    CompleteWaiters(ended: false);
                }
                catch (Exception exception) when (IsWorthRepeating(exception))
                {
                    failures++;
                    _uncertain = true;
                    _isHealthy = false;
                    _latest = exception as MlflowException ?? Stopped(exception);
                    LogWaiting(_logger, _target.Describe(), exception.Message, _journal.PendingCount);
                    CompleteWaiters(ended: !_finishing);
                    await PauseAsync(failures, exception, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Time is up; the rest stays in the journal.
        }
        catch (Exception exception)
        {
            Halt = exception as MlflowException ?? Stopped(exception);
            LogHalted(_logger, _target.Describe(), exception.Message, _journal.Path, exception);
        }
        finally
        {
            CompleteWaiters(ended: true);
        }
    }

    private MlflowException Stopped(Exception exception) =>
        new($"delivery stopped ({exception.Message.TrimEnd('.')})", exception) { Where = _target.Describe() };

    private static bool IsWorthRepeating(Exception exception) =>
        exception is MlflowException { IsTransient: true } or IOException or UnauthorizedAccessException;

    private async Task WaitForMoreAsync(CancellationToken cancellationToken)
    {
        long until = Environment.TickCount64 + (long)_options.SendInterval.TotalMilliseconds;
        while (!_hurry && _journal.PendingCount < MlflowLimits.BatchTotal)
        {
            long left = until - Environment.TickCount64;
            if (left <= 0 || !await _wake.WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task PauseAsync(int failures, Exception exception, CancellationToken cancellationToken)
    {
        TimeSpan growing = _options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        TimeSpan pause = (exception as MlflowException)?.RetryAfter ?? (growing < LongestPause ? growing : LongestPause);
        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeliverAsync(int failures, CancellationToken cancellationToken)
    {
        string runId = await _target.EnsureAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(JournalEntry Entry, long End)> entries = _journal.Read(_journal.Acknowledged, MlflowLimits.BatchTotal);
        JournalBatch next = JournalBatch.Take(entries);
        if (next.Single is { } single)
        {
            await DeliverSingleAsync(runId, single, cancellationToken).ConfigureAwait(false);
        }
        else if (failures >= 3 && next.Batch.Parameters.Count > 0)
        {
            // A server on a file store answers a parameter conflict with 500, which looks like a transient error.
            await DeliverOneByOneAsync(runId, next.Batch, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            try
            {
                await _store.LogBatchAsync(runId, next.Batch with { MayBeStored = _uncertain }, cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException exception) when (IsRefusal(exception))
            {
                await DeliverOneByOneAsync(runId, next.Batch, cancellationToken).ConfigureAwait(false);
            }
        }

        _uncertain = false;
        lock (_gate)
        {
            _journal.Acknowledge(next.End, next.Count);
            Monitor.PulseAll(_gate);
        }

        if (next.Single is { Kind: JournalEntry.ArtifactKind } artifact)
        {
            File.Delete(_journal.KeptPath(artifact.Text!));
        }

        if (_journal.Acknowledged >= _journal.Length)
        {
            _hurry = _finishing;
        }
    }

    private static bool IsRefusal(MlflowException exception) =>
        exception is { IsTransient: false, ErrorCode: MlflowErrorCodes.InvalidParameterValue or MlflowErrorCodes.BadRequest };

    private async Task DeliverSingleAsync(string runId, JournalEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            switch (entry.Kind)
            {
                case JournalEntry.InputKind:
                    await _store.LogInputsAsync(runId, [entry.Input!], cancellationToken).ConfigureAwait(false);
                    break;
                case JournalEntry.ArtifactKind:
                    string path = _journal.KeptPath(entry.Text!);
                    if (File.Exists(path))
                    {
                        // A missing copy was delivered and removed before the acknowledgement reached the disk.
                        FileStream content = StoreFile.OpenRead(path);
                        await using (content.ConfigureAwait(false))
                        {
                            await _store
                                .WriteArtifactAsync(runId, entry.Key!, content, progress: null, cancellationToken)
                                .ConfigureAwait(false);
                        }
                    }

                    break;
                case JournalEntry.EndKind:
                    await DeliverEndAsync(runId, entry, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }
        catch (MlflowException exception) when (IsRefusal(exception))
        {
            Reject($"{entry.Kind} '{entry.Key ?? entry.Input?.Dataset.Name}'", exception.Message);
        }
    }

    private async Task DeliverEndAsync(string runId, JournalEntry entry, CancellationToken cancellationToken)
    {
        DateTimeOffset? end = entry.TimestampMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(entry.TimestampMs) : null;
        if (!_target.IsNew && entry.Status != RunStatus.Running)
        {
            Run run = await _store.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);

            // A clock that was set back between two processes must not end a run before its start.
            end = run.Info.StartTime > end ? run.Info.StartTime : end;
            if (entry.Status == RunStatus.Finished)
            {
                await RemoveErrorAsync(run, cancellationToken).ConfigureAwait(false);
            }
        }

        await _store.UpdateRunAsync(runId, new RunUpdate { Status = entry.Status, EndTime = end }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the error of an earlier attempt from a run that ends well.</summary>
    private async Task RemoveErrorAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Tags.TryGetValue(MlflowTags.ErrorMessage, out string? problem)
            && run.Tags.TryGetValue(MlflowTags.Note, out string? note)
            && ErrorNote.Remove(note, problem) is var rest
            && rest != note)
        {
            await _store.SetTagAsync(run.Info.RunId, MlflowTags.Note, rest, cancellationToken).ConfigureAwait(false);
        }

        foreach (string key in (string[])[MlflowTags.ErrorType, MlflowTags.ErrorMessage])
        {
            if (run.Tags.ContainsKey(key))
            {
                await _store.DeleteTagAsync(run.Info.RunId, key, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DeliverOneByOneAsync(string runId, RunBatch batch, CancellationToken cancellationToken)
    {
        Run stored = await _store.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
        foreach (KeyValuePair<string, string> parameter in batch.Parameters)
        {
            if (!stored.Parameters.TryGetValue(parameter.Key, out string? value))
            {
                var single = new RunBatch { Parameters = [parameter] };
                await TryAsync(runId, $"parameter '{parameter.Key}'", single, cancellationToken).ConfigureAwait(false);
            }
            else if (value != Requests.Cut(parameter.Value, MlflowLimits.ParameterLength))
            {
                string reason = $"it is '{value}' in the run already, not '{parameter.Value}'; parameters never change.";
                Reject($"parameter '{parameter.Key}'", reason);
            }
        }

        foreach (KeyValuePair<string, string> tag in batch.Tags)
        {
            await TryAsync(runId, $"tag '{tag.Key}'", new RunBatch { Tags = [tag] }, cancellationToken).ConfigureAwait(false);
        }

        foreach (IGrouping<string, Metric> points in batch.Metrics.GroupBy(metric => metric.Key, StringComparer.Ordinal))
        {
            var single = new RunBatch { Metrics = [.. points], MayBeStored = true };
            await TryAsync(runId, $"metric '{points.Key}'", single, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(string runId, string what, RunBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await _store.LogBatchAsync(runId, batch, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException exception) when (IsRefusal(exception))
        {
            Reject(what, exception.Message);
        }
    }

    private void Reject(string what, string reason)
    {
        string sentence = $"{_target.Describe()}: {what} was refused: {reason}";
        lock (_gate)
        {
            _rejections.Add(sentence);
        }

        LogRejected(_logger, sentence);
    }

    // Completes the flushes whose values are delivered; all of them when delivery stops, for now or for good.
    private void CompleteWaiters(bool ended)
    {
        lock (_gate)
        {
            long delivered = _journal.Acknowledged;
            foreach ((long offset, TaskCompletionSource<bool> done) in _waiters)
            {
                if (delivered >= offset)
                {
                    done.TrySetResult(true);
                }
                else if (ended)
                {
                    done.TrySetResult(false);
                }
            }

            _waiters.RemoveAll(waiter => waiter.Done.Task.IsCompleted);
            Monitor.PulseAll(_gate);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Run}: {Problem} Training goes on; {Pending} values wait in the journal.")]
    private static partial void LogWaiting(ILogger logger, string run, string problem, long pending);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Run}: delivery stopped: {Problem} Undelivered values stay in {Journal}.")]
    private static partial void LogHalted(ILogger logger, string run, string problem, string journal, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Sentence}")]
    private static partial void LogRejected(ILogger logger, string sentence);
}
