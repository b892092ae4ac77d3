using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Moves a journal into the store, in order, in the background, until it is told to finish.</summary>
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
    private volatile bool _isHealthy = true;
    private bool _uncertain;

    internal JournalSender(IMlflowStore store, RunJournal journal, RunTarget target, RunOptions options)
    {
        _store = store;
        _journal = journal;
        _target = target;
        _options = options;
        _logger = store.Options.LoggerFactory.CreateLogger("Bakeoff.Mlflow.Run");
    }

    /// <summary>Why delivery stopped for good in this process; null while it goes on.</summary>
    internal MlflowException? Halt { get; private set; }

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

    /// <summary>Called after each append: wakes the sender for a full request, and slows the caller to the pace of an answering server.</summary>
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
            return await done.Task.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The next flush need not wait as long to learn the same.
            _isHealthy = false;
            return false;
        }
    }

    /// <summary>Delivers what is left, for at most the given time.</summary>
    internal async Task<bool> FinishAsync(TimeSpan timeout)
    {
        _finishing = true;
        _hurry = true;
        Wake();
        Task finished = await Task.WhenAny(_loop, Task.Delay(timeout));
        if (finished != _loop)
        {
            await _stop.CancelAsync();
            await _loop;
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
                    Answer(ended: false);
                    if (_finishing)
                    {
                        return;
                    }

                    await _wake.WaitAsync(cancellationToken);
                    continue;
                }

                if (!_hurry && _journal.PendingCount < MlflowLimits.BatchTotal && _target.RunId is not null)
                {
                    await WaitForCompanyAsync(cancellationToken);
                }

                try
                {
                    await DeliverAsync(failures, cancellationToken);
                    failures = 0;
                    _isHealthy = true;
                    Answer(ended: false);
                }
                catch (Exception exception) when (IsWorthRepeating(exception))
                {
                    failures++;
                    _uncertain = true;
                    _isHealthy = false;
                    LogWaiting(_logger, _target.Describe(), exception.Message, _journal.PendingCount);
                    Answer(ended: !_finishing);
                    await PauseAsync(failures, exception, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Time is up; the rest stays in the journal.
        }
        catch (Exception exception)
        {
            Halt = exception as MlflowException ?? new MlflowException($"{_target.Describe()}: delivery stopped: {exception.Message}", exception);
            LogHalted(_logger, _target.Describe(), exception.Message, _journal.Path, exception);
        }
        finally
        {
            Answer(ended: true);
        }
    }

    private static bool IsWorthRepeating(Exception exception) =>
        exception is MlflowException { IsTransient: true } or IOException or UnauthorizedAccessException;

    private async Task WaitForCompanyAsync(CancellationToken cancellationToken)
    {
        long until = Environment.TickCount64 + (long)_options.SendInterval.TotalMilliseconds;
        while (!_hurry && _journal.PendingCount < MlflowLimits.BatchTotal)
        {
            long left = until - Environment.TickCount64;
            if (left <= 0 || !await _wake.WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken))
            {
                return;
            }
        }
    }

    private async Task PauseAsync(int failures, Exception exception, CancellationToken cancellationToken)
    {
        TimeSpan pause = exception is MlflowException { RetryAfter: { } asked } ? asked : _options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
    }

    private async Task DeliverAsync(int failures, CancellationToken cancellationToken)
    {
        string runId = await _target.EnsureAsync(cancellationToken);
        IReadOnlyList<(JournalEntry Entry, long End)> entries = _journal.Read(_journal.Acknowledged, MlflowLimits.BatchTotal);
        JournalBatch next = JournalBatch.Take(entries);
        if (next.Single is { } single)
        {
            await DeliverSingleAsync(runId, single, cancellationToken);
        }
        else if (failures >= 3 && next.Batch.Parameters.Count > 0)
        {
            // A server on a file store answers a parameter conflict with 500, which looks like a passing fault.
            await DeliverOneByOneAsync(runId, next.Batch, cancellationToken);
        }
        else
        {
            try
            {
                await _store.LogBatchAsync(runId, next.Batch with { MayBeStored = _uncertain }, cancellationToken);
            }
            catch (MlflowException exception) when (IsRefusal(exception))
            {
                await DeliverOneByOneAsync(runId, next.Batch, cancellationToken);
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
        exception is { IsTransient: false, ErrorCode: MlflowErrorCodes.InvalidParameterValue or "BAD_REQUEST" };

    private async Task DeliverSingleAsync(string runId, JournalEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            switch (entry.Kind)
            {
                case JournalEntry.InputKind:
                    await _store.LogInputsAsync(runId, [entry.Input!], cancellationToken);
                    break;
                case JournalEntry.ArtifactKind:
                    string path = _journal.KeptPath(entry.Text!);
                    if (File.Exists(path))
                    {
                        // A missing copy was delivered and removed before the acknowledgement reached the disk.
                        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
                        await _store.WriteArtifactAsync(runId, entry.Key!, content, progress: null, cancellationToken);
                    }

                    break;
                case JournalEntry.EndKind:
                    DateTimeOffset? end = entry.TimestampMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(entry.TimestampMs) : null;
                    await _store.UpdateRunAsync(runId, new RunUpdate { Status = entry.Status, EndTime = end }, cancellationToken);
                    break;
                default:
                    break;
            }
        }
        catch (MlflowException exception) when (IsRefusal(exception))
        {
            Reject($"{entry.Kind} '{entry.Key ?? entry.Input?.Dataset.Name}'", exception);
        }
    }

    private async Task DeliverOneByOneAsync(string runId, RunBatch batch, CancellationToken cancellationToken)
    {
        Run stored = await _store.GetRunAsync(runId, cancellationToken);
        foreach (KeyValuePair<string, string> parameter in batch.Parameters)
        {
            if (!stored.Parameters.TryGetValue(parameter.Key, out string? value))
            {
                await TryAsync(runId, $"parameter '{parameter.Key}'", new RunBatch { Parameters = [parameter] }, cancellationToken);
            }
            else if (value != Requests.Cut(parameter.Value, MlflowLimits.ParameterLength))
            {
                Reject($"parameter '{parameter.Key}'", new MlflowException($"it is '{value}' in the run already, not '{parameter.Value}'; parameters never change"));
            }
        }

        foreach (KeyValuePair<string, string> tag in batch.Tags)
        {
            await TryAsync(runId, $"tag '{tag.Key}'", new RunBatch { Tags = [tag] }, cancellationToken);
        }

        foreach (IGrouping<string, Metric> points in batch.Metrics.GroupBy(metric => metric.Key, StringComparer.Ordinal))
        {
            await TryAsync(runId, $"metric '{points.Key}'", new RunBatch { Metrics = [.. points], MayBeStored = true }, cancellationToken);
        }
    }

    private async Task TryAsync(string runId, string what, RunBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await _store.LogBatchAsync(runId, batch, cancellationToken);
        }
        catch (MlflowException exception) when (IsRefusal(exception))
        {
            Reject(what, exception);
        }
    }

    private void Reject(string what, MlflowException exception)
    {
        string sentence = $"{_target.Describe()}: {what} was refused: {exception.Message}";
        lock (_gate)
        {
            _rejections.Add(sentence);
        }

        LogRejected(_logger, sentence);
    }

    // Answers those who wait for what is delivered; all of them when nothing more will be, for now or for good.
    private void Answer(bool ended)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Run}: nothing more is sent: {Problem} What is missing stays in {Journal}.")]
    private static partial void LogHalted(ILogger logger, string run, string problem, string journal, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Sentence}")]
    private static partial void LogRejected(ILogger logger, string sentence);
}
