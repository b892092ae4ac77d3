using System.Collections.Concurrent;
using System.Diagnostics;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// The tracking server as one command finds it: asked once, before the first run, for all members of a sweep together. While it cannot be
/// used, nothing waits for it: runs go to their journals, and a notice says so once, with the reason.
/// </summary>
/// <remarks>A folder is not asked: what is wrong with it stops the work.</remarks>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed class ServerState
{
    private static readonly TimeSpan AtEnd = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly Lock _gate = new();
    private Task? _asked;
    private Task? _recovered;
    private MlflowException? _problem;

    /// <summary>Longest time for everything that is asked before the work begins. Default 10 seconds.</summary>
    public TimeSpan BeforeWork { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Why the server cannot be used now; null if it can, or was not asked.</summary>
    public MlflowException? Problem => Volatile.Read(ref _problem);

    /// <summary>True if the server can be used as far as is known.</summary>
    public bool IsAnswering => Problem is null;

    /// <summary>Asks the server whether it can be used, the first time that this is called.</summary>
    public Task AskAsync(IMlflowStore store, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _asked ??= store.IsServer ? AskOnceAsync(store, cancellationToken) : Task.CompletedTask;
        }
    }

    /// <summary>
    /// Delivers what earlier processes left and closes their runs, the first time that this is called. What the time does not suffice for
    /// waits for the next command.
    /// </summary>
    public Task RecoverAsync(IMlflowStore store, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _recovered ??= RecoverOnceAsync(store, cancellationToken);
        }
    }

    /// <summary>The options with times to wait.</summary>
    public RunOptions Apply(RunOptions options) =>
        options with { StartTimeout = IsAnswering ? BeforeWork : TimeSpan.Zero, EndTimeout = AtEnd };

    /// <summary>Learns from the end of a run.</summary>
    public void Learn(IMlflowStore store, RunEnd end)
    {
        foreach (var rejection in end.Rejections)
        {
            _notices.Enqueue(rejection);
        }

        if (end.Problem is { } problem)
        {
            Defer(problem, store.IsServer ? store.Options.JournalFolder : end.JournalPath!, store.IsServer);
        }
        else
        {
            Volatile.Write(ref _problem, null);
        }
    }

    /// <summary>Learns that the server refuses.</summary>
    public void Learn(IMlflowStore server, MlflowException problem) => Defer(problem, server.Options.JournalFolder, isServer: true);

    /// <summary>Adds a sentence to what the user is told.</summary>
    public void Note(string sentence) => _notices.Enqueue(sentence);

    /// <summary>Sentences that the user has not been told yet; each is given to one caller.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        var taken = new List<string>();
        while (_notices.TryDequeue(out var notice))
        {
            taken.Add(notice);
        }

        return taken;
    }

    private async Task AskOnceAsync(IMlflowStore server, CancellationToken cancellationToken)
    {
        var check = await server.CheckAsync(BeforeWork, cancellationToken).ConfigureAwait(false);
        if (check.Problem is { } problem)
        {
            Learn(server, problem);
        }
    }

    private async Task RecoverOnceAsync(IMlflowStore store, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await AskAsync(store, cancellationToken).ConfigureAwait(false);
        var left = BeforeWork - watch.Elapsed;
        if (!IsAnswering || left <= TimeSpan.Zero)
        {
            return;
        }

        // Without retries: a server that is silent now is asked again soon enough.
        var patient = MlflowStore.Open(store.TrackingUri, store.Options with { MaxRetries = 0 });
        await using (patient.ConfigureAwait(false))
        {
            try
            {
                var report = await patient
                    .RecoverRunsAsync(new RecoveryOptions { TotalTimeout = left }, cancellationToken)
                    .ConfigureAwait(false);
                Tell(store, report);
            }
            catch (MlflowException exception) when (exception.IsTransient)
            {
                if (store.IsServer)
                {
                    Learn(store, exception);
                }
            }
        }
    }

    private void Tell(IMlflowStore store, RecoveryReport report)
    {
        foreach (var broken in report.Skipped)
        {
            Note($"MLflow: left out: {broken}");
        }

        foreach (var rejection in report.Rejections)
        {
            Note(rejection);
        }

        if (report.DeliveredRuns > 0)
        {
            Note($"MLflow {store.TrackingUri}: {Quantity.Of(report.DeliveredRuns, "run")} that waited sent");
        }

        if (report.PendingRuns > 0)
        {
            Note(
                $"MLflow {store.TrackingUri}: {Quantity.Of(report.PendingRuns, "run")} still waiting; '{CommandName.Typed} sync' sends "
                    + "what it can and says what hinders the rest");
        }
    }

    private void Defer(MlflowException problem, string place, bool isServer)
    {
        if (Interlocked.Exchange(ref _problem, problem) is null)
        {
            var later = isServer ? $"'{CommandName.Typed} sync' sends it" : "the next training adds it";
            Note($"{problem.Message} The work goes on; what MLflow lacks waits in {place}, and {later}.");
        }
    }
}
