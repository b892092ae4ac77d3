using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow.Runs;

/// <summary>
/// An active run. Values go into a journal on disk within microseconds and from there to the store in the background: a
/// slow, failing or dead server neither slows the caller nor loses anything. Started by <see cref="MlflowRuns.StartRunAsync"/> or
/// <see cref="MlflowRuns.RunAsync"/>. Safe to use from several threads.
/// </summary>
public sealed partial class ActiveRun : IAsyncDisposable
{
    /// <summary>Early enough for short runs to have system metrics too.</summary>
    private static readonly TimeSpan FirstSample = TimeSpan.FromSeconds(1);

    private readonly IMlflowStore _store;
    private readonly RunOptions _options;
    private readonly RunJournal _journal;
    private readonly RunTarget _target;
    private readonly JournalSender _sender;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private string? _note;
    private long _latestMs;
    private TerminationSignals? _signals;
    private readonly Lock _sampling = new();
    private Timer? _sampler;
    private Task<RunEnd>? _end;
    private volatile bool _isSignalled;

    internal ActiveRun(IMlflowStore store, RunOptions options, RunJournal journal, RunTarget target, string clientKey)
    {
        _store = store;
        _options = options;
        _journal = journal;
        _target = target;
        _note = options.Note;
        _latestMs = journal.Header.StartTimeMs;
        _sender = new JournalSender(store, journal, target, options);
        _logger = store.Options.LoggerFactory.CreateLogger("Bakeoff.Mlflow.Run");
        ClientKey = clientKey;
    }

    /// <summary>Key that this client gave the run; known before the server has answered.</summary>
    public string ClientKey { get; }

    /// <summary>Identifier in the store; null while a server has not answered yet.</summary>
    public string? RunId => _target.RunId;

    /// <summary>Experiment in the store; null while a server has not answered yet.</summary>
    public string? ExperimentId => _target.ExperimentId;

    /// <summary>Address of the run's page; null for a file store and while the run is not known to the server.</summary>
    public string? PageUrl =>
        RunId is not null && _store.IsServer
            ? $"{_store.TrackingUri}/#/experiments/{ExperimentId}/runs/{RunId}"
            : null;

    /// <summary>Logs a parameter. Values over 6,000 characters are cut, with a warning, as servers would without one.</summary>
    /// <param name="key">Name; see <see cref="MlflowKeys.Validate"/>.</param>
    /// <param name="value">Value.</param>
    /// <exception cref="ArgumentException">The key is invalid, or this run logged another value for it.</exception>
    public void LogParameter(string key, string value) => LogParameters([new(key, value)]);

    /// <summary>Logs parameters.</summary>
    /// <param name="parameters">Names and values; see <see cref="LogParameter"/>.</param>
    /// <exception cref="ArgumentException">A key is invalid, or this run logged another value for it; nothing was logged.</exception>
    public void LogParameters(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        KeyValuePair<string, string>[] all = [.. parameters.Select(CutParameter)];
        Requests.Validate("parameter", all);
        var entries = new List<JournalEntry>();
        lock (_gate)
        {
            foreach ((string key, string value) in all)
            {
                if (_parameters.TryGetValue(key, out string? logged) && logged != value)
                {
                    throw new ArgumentException(
                        $"parameter '{key}' is '{value}', expected '{logged}', as logged before. Parameters never change; start a new run.",
                        nameof(parameters));
                }
            }

            foreach ((string key, string value) in all)
            {
                if (_parameters.TryAdd(key, value))
                {
                    entries.Add(new JournalEntry { Kind = JournalEntry.ParameterKind, Key = key, Text = value });
                }
            }
        }

        Append([.. entries]);
    }

    /// <summary>Logs one point of a metric, stamped with the present time.</summary>
    /// <param name="key">Name; see <see cref="MlflowKeys.Validate"/>.</param>
    /// <param name="value">Value; NaN and infinities are kept.</param>
    /// <param name="step">Position on the x axis; begin with 1, as a single step 0 draws a bar.</param>
    /// <exception cref="ArgumentException">The key is invalid.</exception>
    public void LogMetric(string key, double value, long step)
    {
        MlflowKeys.Validate("metric", key);
        if (IsOpen())
        {
            _journal.AppendMetric(new Metric(key, value, NowMs(), step));
            _sender.Appended();
        }
    }

    /// <summary>Logs one point of several metrics, all stamped with the same time.</summary>
    /// <param name="values">Names and values; see <see cref="LogMetric"/>.</param>
    /// <param name="step">Position on the x axis.</param>
    /// <exception cref="ArgumentException">A key is invalid; nothing was logged.</exception>
    public void LogMetrics(IEnumerable<KeyValuePair<string, double>> values, long step)
    {
        long now = NowMs();
        LogMetrics([.. values.Select(value => new Metric(value.Key, value.Value, now, step))]);
    }

    /// <summary>Logs points with their own times and steps.</summary>
    /// <param name="points">Points; timestamps in milliseconds since 1970 UTC.</param>
    /// <exception cref="ArgumentException">A key or time is invalid; nothing was logged.</exception>
    public void LogMetrics(IReadOnlyList<Metric> points)
    {
        foreach (Metric point in points)
        {
            Requests.Validate(point);
        }

        if (IsOpen())
        {
            _journal.AppendMetrics(points);
            _sender.Appended();
        }
    }

    /// <summary>
    /// Sets a tag; a later value replaces an earlier one. <see cref="MlflowTags"/> has the keys with a meaning for pages.
    /// </summary>
    /// <param name="key">Name; see <see cref="MlflowKeys.Validate"/>.</param>
    /// <param name="value">Value.</param>
    /// <exception cref="ArgumentException">The key is invalid.</exception>
    public void SetTag(string key, string value)
    {
        Requests.Validate("tag", [new(key, value)]);
        if (key == MlflowTags.Note)
        {
            _note = value;
        }

        Append(new JournalEntry { Kind = JournalEntry.TagKind, Key = key, Text = value });
    }

    /// <summary>Records a data set that the run reads.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="context">Purpose, such as <c>training</c>; null for none.</param>
    /// <exception cref="ArgumentException">A text exceeds MLflow's limits.</exception>
    public void LogInput(Dataset dataset, string? context = null)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (context is not null)
        {
            tags[MlflowTags.DatasetContext] = context;
        }

        var input = new DatasetInput { Dataset = dataset, Tags = tags };
        Requests.Validate([input]);
        Append(new JournalEntry { Kind = JournalEntry.InputKind, Input = input });
    }

    /// <summary>
    /// Adds a file, or a folder with everything in it, to the run's artifacts. The original may change or go once this returns.
    /// </summary>
    /// <param name="path">File or folder on disk.</param>
    /// <param name="folder">Folder among the artifacts; null for their root. A folder's content goes directly into it.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder at the path.</exception>
    public async Task LogArtifactAsync(string path, string? folder = null, CancellationToken cancellationToken = default)
    {
        foreach ((string file, string artifactPath) in MlflowArtifacts.FindFiles(path, folder))
        {
            await LogFileAsync(file, artifactPath, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a text file to the run's artifacts, in UTF-8 without byte-order mark.</summary>
    /// <param name="text">Content.</param>
    /// <param name="artifactPath">Path among the artifacts, such as <c>reports/summary.md</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public Task LogTextAsync(string text, string artifactPath, CancellationToken cancellationToken = default) =>
        LogBytesAsync(StoreFile.Utf8.GetBytes(text), artifactPath, cancellationToken);

    /// <summary>Adds a file to the run's artifacts from a stream.</summary>
    /// <param name="content">Bytes from the current position to the end.</param>
    /// <param name="artifactPath">Path among the artifacts.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public async Task LogArtifactAsync(Stream content, string artifactPath, CancellationToken cancellationToken = default)
    {
        string path = Requests.ValidArtifactPath(artifactPath);
        if (!IsOpen())
        {
            return;
        }

        if (_store is IFolderStore)
        {
            // The store is as near as the journal; a copy in between would protect nothing.
            await _store.WriteArtifactAsync(RunId!, path, content, progress: null, cancellationToken).ConfigureAwait(false);
            return;
        }

        string kept = await _journal.KeepAsync(content, cancellationToken).ConfigureAwait(false);
        Append(new JournalEntry { Kind = JournalEntry.ArtifactKind, Key = path, Text = kept });
    }

    /// <summary>Waits until everything logged so far is in the store. Suits the end of an epoch.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>
    /// True if it is; false if the server does not answer for now: the values are safe in the journal, and training should go on.
    /// </returns>
    public Task<bool> FlushAsync(CancellationToken cancellationToken = default) =>
        _sender.FlushAsync(_options.FlushTimeout, patient: false, cancellationToken);

    /// <summary>Ends the run as FINISHED: delivers the rest, then the state. Does nothing if the run has ended already.</summary>
    /// <returns>The delivery: complete, or partly still in the journal.</returns>
    public Task<RunEnd> CompleteAsync() => EndAsync(RunStatus.Finished, problem: null, problemType: null, _options.EndTimeout);

    /// <summary>Ends the run as FAILED, or as KILLED for a cancellation, with the error in tags and note.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The delivery: complete, or partly still in the journal.</returns>
    public Task<RunEnd> FailAsync(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is OperationCanceledException
            ? EndAsync(RunStatus.Killed, "Cancelled.", problemType: null, _options.EndTimeout)
            : EndAsync(RunStatus.Failed, error.Message, error.GetType().FullName, _options.EndTimeout);
    }

    /// <summary>Ends the run as KILLED.</summary>
    /// <param name="reason">Reason, for the note.</param>
    /// <returns>The delivery: complete, or partly still in the journal.</returns>
    public Task<RunEnd> KillAsync(string reason) => EndAsync(RunStatus.Killed, reason, problemType: null, _options.EndTimeout);

    /// <summary>
    /// Ends the run as FAILED if it has not ended: an exception was thrown, or <see cref="CompleteAsync"/> was forgotten.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        const string problem = "The run was disposed before it was completed.";
        await EndAsync(RunStatus.Failed, problem, problemType: null, _options.EndTimeout).ConfigureAwait(false);
    }

    internal async Task StartAsync(bool isNew, CancellationToken cancellationToken)
    {
        _sender.Start();
        if (isNew && RunId is null && _options.StartTimeout > TimeSpan.Zero)
        {
            try
            {
                bool isKnown = await _sender.FlushAsync(_options.StartTimeout, patient: true, cancellationToken).ConfigureAwait(false);
                if (!isKnown && _sender.Halt is { } halt)
                {
                    await _sender.FinishAsync(TimeSpan.Zero).ConfigureAwait(false);
                    _journal.Delete();
                    throw halt;
                }
            }
            catch (OperationCanceledException)
            {
                await EndAsync(RunStatus.Killed, "Cancelled.", problemType: null, TimeSpan.Zero).ConfigureAwait(false);
                throw;
            }
        }

        if (_options.EndOnSignals)
        {
            _signals = new TerminationSignals(OnSignal);
        }

        if (_options.SystemMetricsInterval is { } interval)
        {
            var system = new SystemMetrics(Environment.CurrentDirectory);
            long step = 0;
            TimeSpan first = interval < FirstSample ? interval : FirstSample;
            _sampler = new Timer(_ => Sample(system, ref step), state: null, _options.SystemMetricsStart + first, interval);
        }
    }

    private void Sample(SystemMetrics system, ref long step)
    {
        lock (_sampling)
        {
            // A timer may fire once more after its end.
            if (_end is null)
            {
                _journal.AppendMetrics(system.Measure(NowMs(), step++));
                _sender.Appended();
            }
        }
    }

    private void OnSignal(string signal)
    {
        _isSignalled = true;

        // The process may be gone as soon as this returns, so the end is waited for, but not long.
        EndAsync(RunStatus.Killed, $"Stopped by {signal}.", problemType: null, TimeSpan.FromSeconds(5)).Wait(TimeSpan.FromSeconds(8));
    }

    private Task<RunEnd> EndAsync(RunStatus status, string? problem, string? problemType, TimeSpan timeout)
    {
        lock (_gate)
        {
            return _end ??= Task.Run(() => EndOnceAsync(status, problem, problemType, timeout));
        }
    }

    private async Task<RunEnd> EndOnceAsync(RunStatus status, string? problem, string? problemType, TimeSpan timeout)
    {
        if (_sampler is not null)
        {
            await _sampler.DisposeAsync().ConfigureAwait(false);
        }

        var entries = new List<JournalEntry>();
        if (problem is not null)
        {
            if (!_options.IsAddition || _note is not null)
            {
                string text = ErrorNote.Append(_note, status, problem);
                entries.Add(new JournalEntry { Kind = JournalEntry.TagKind, Key = MlflowTags.Note, Text = text });
            }

            entries.Add(new JournalEntry { Kind = JournalEntry.TagKind, Key = MlflowTags.ErrorMessage, Text = problem });
        }

        if (problemType is not null)
        {
            entries.Add(new JournalEntry { Kind = JournalEntry.TagKind, Key = MlflowTags.ErrorType, Text = problemType });
        }

        entries.Add(new JournalEntry { Kind = JournalEntry.EndKind, Status = status, TimestampMs = _options.IsAddition ? 0 : NowMs() });
        _journal.Append([.. entries]);
        bool delivered = await _sender.FinishAsync(timeout).ConfigureAwait(false);
        long pending = _journal.PendingCount;
        if (delivered)
        {
            _journal.Delete();
        }
        else
        {
            LogLeft(_logger, _target.Describe(), pending, _journal.Path);
            _journal.Dispose();
        }

        _signals?.Dispose();
        return new RunEnd(delivered, delivered ? 0 : pending, delivered ? null : _journal.Path, _sender.Rejections)
        {
            Problem = delivered ? null : _sender.Problem ?? NoAnswer(timeout),
        };
    }

    private MlflowException NoAnswer(TimeSpan limit) =>
        new(FormattableString.Invariant($"no answer in {limit.TotalSeconds:0.###} s"))
        {
            Where = _target.Describe(),
            NextStep = "Check whether the server runs.",
            ErrorCode = MlflowErrorCodes.Unreachable,
            RunId = RunId,
            IsTransient = true,
        };

    private async Task LogFileAsync(string file, string artifactPath, CancellationToken cancellationToken)
    {
        FileStream content = StoreFile.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await LogArtifactAsync(content, artifactPath, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LogBytesAsync(byte[] bytes, string artifactPath, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(bytes, writable: false);
        await LogArtifactAsync(content, artifactPath, cancellationToken).ConfigureAwait(false);
    }

    private KeyValuePair<string, string> CutParameter(KeyValuePair<string, string> parameter)
    {
        if (parameter.Value is null || parameter.Value.Length <= MlflowLimits.ParameterLength)
        {
            return parameter;
        }

        LogCut(_logger, parameter.Key, parameter.Value.Length, MlflowLimits.ParameterLength);
        return new(parameter.Key, Requests.Cut(parameter.Value, MlflowLimits.ParameterLength));
    }

    private void Append(params ReadOnlySpan<JournalEntry> entries)
    {
        if (IsOpen() && entries.Length > 0)
        {
            _journal.Append(entries);
            _sender.Appended();
        }
    }

    // Between a signal and the end of the process the work goes on; values that it logs then are dropped, and are no error.
    private bool IsOpen()
    {
        if (_end is not null && !_isSignalled)
        {
            throw new InvalidOperationException(
                $"{_target.Describe()}: the run has ended, expected an active one. Log before ending it, or resume it.");
        }

        return _end is null;
    }

    // Time stands still while the computer's clock is behind what was logged: no value comes before an earlier one, or after the end.
    private long NowMs()
    {
        long now = _store.Options.NowMs();
        long latest = Interlocked.Read(ref _latestMs);
        while (now > latest)
        {
            long found = Interlocked.CompareExchange(ref _latestMs, now, latest);
            if (found == latest)
            {
                return now;
            }

            latest = found;
        }

        return latest;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Parameter '{Key}' has {Length} characters; MLflow keeps {Limit}. Log long texts as artifacts.")]
    private static partial void LogCut(ILogger logger, string key, int length, int limit);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Run}: {Pending} values are not delivered yet and stay in {Journal}. Synchronise when the server answers.")]
    private static partial void LogLeft(ILogger logger, string run, long pending, string journal);
}
