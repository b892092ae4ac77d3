using Bakeoff.Classifiers.Selection;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Sends the metrics of each epoch to the run of the training, or of its current fold.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed class TrainingRecorder : ITrainingListener
{
    private TrackingContext? _tracking;
    private ActiveRun? _run;
    private ActiveRun? _fold;
    private string _fingerprint = string.Empty;
    private bool _isResumed;
    private readonly List<(string Fold, IReadOnlyList<EpochResult> Epochs)> _epochs = [];
    private List<EpochResult> _epochsOfFold = [];

    /// <summary>Epochs of each fold so far: all that there is when a training fails.</summary>
    public IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> Epochs => _epochs;

    /// <summary>From now on, epochs go to this run.</summary>
    public void Begin(ActiveRun run, TrackingContext tracking, string fingerprint, bool isResumed)
    {
        _run = run;
        _tracking = tracking;
        _fingerprint = fingerprint;
        _isResumed = isResumed;
    }

    /// <inheritdoc/>
    public async Task FoldStartedAsync(string fold, int foldCount, TimeSpan since)
    {
        await CompleteFoldAsync();
        _epochsOfFold = [];
        _epochs.Add((fold, _epochsOfFold));
        if (foldCount > 1 && _run is not null)
        {
            _fold = await OpenFoldAsync(fold, since);
            _fold.LogParameter("fold", fold);
        }
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        _epochsOfFold.Add(epoch);
        Log(_fold ?? _run, epoch);
    }

    /// <summary>
    /// Logs epochs that the run of a resumed training lacks: its process was killed after the checkpoint and before the metrics were
    /// logged.
    /// </summary>
    /// <param name="histories">Epochs of each fold.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task FillGapsAsync(
        IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> histories,
        CancellationToken cancellationToken)
    {
        await CompleteFoldAsync().ConfigureAwait(false);
        foreach (var (fold, epochs) in histories)
        {
            if (histories.Count == 1)
            {
                await FillAsync(_run!, epochs, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var known = await _tracking!.TryAddAsync(RunMemory.FoldKey(_fingerprint, fold), cancellationToken).ConfigureAwait(false);
            var run = known ?? await OpenFoldAsync(fold, TimeSpan.Zero).ConfigureAwait(false);
            await using (run.ConfigureAwait(false))
            {
                await FillAsync(run, epochs, cancellationToken).ConfigureAwait(false);
                await run.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void CandidateChosen(CandidateChoice choice)
    {
        if ((_fold ?? _run) is not { } run)
        {
            return;
        }

        run.LogParameter("chosen_classifier", choice.Classifier.ToYaml());
        for (var i = 0; i < choice.Candidates.Count; i++)
        {
            if (choice.Candidates[i].InnerUar is { } uar)
            {
                run.LogMetric(MetricKeys.Of("inner_uar"), uar, i + 1);
            }

            if (choice.Candidates[i].InnerCcc is { } ccc)
            {
                run.LogMetric(MetricKeys.Of("inner_ccc"), ccc, i + 1);
            }
        }

        if (choice.Candidates[choice.Chosen].InnerUar is { } best)
        {
            run.LogMetric(MetricKeys.Of("chosen_inner_uar"), best, step: 0);
        }

        if (choice.Candidates[choice.Chosen].InnerCcc is { } bestCcc)
        {
            run.LogMetric(MetricKeys.Of("chosen_inner_ccc"), bestCcc, step: 0);
        }
    }

    private async Task CompleteFoldAsync()
    {
        if (_fold is { } fold)
        {
            _fold = null;
            LogBestEpoch(fold, _epochsOfFold);
            _tracking!.Server.Learn(_tracking.Store, await fold.CompleteAsync().ConfigureAwait(false));
        }
    }

    /// <summary>Logs to the run of the training, or of its last fold, what is known once all epochs are done.</summary>
    public Task CompleteAsync()
    {
        if (_fold is null && !_isResumed)
        {
            LogBestEpoch(_run!, _epochsOfFold);
        }

        return CompleteFoldAsync();
    }

    /// <summary>Ends the run of the current fold with an error, if there is one.</summary>
    public async Task FailFoldAsync(Exception exception)
    {
        if (_fold is { } fold)
        {
            _fold = null;
            await fold.FailAsync(exception).ConfigureAwait(false);
        }
    }

    private async Task<ActiveRun> OpenFoldAsync(string fold, TimeSpan since)
    {
        var key = RunMemory.FoldKey(_fingerprint, fold);
        var options = new RunOptions
        {
            ExperimentName = _tracking!.ExperimentName,
            RunName = $"fold {fold}",
            ParentRunId = _run!.RunId,
            ParentClientKey = _run.ClientKey,
            SourceName = $"experiments/{_tracking.ExperimentName}.yaml",
            EndOnSignals = false,
            StartTime = _tracking.Store.Options.TimeProvider.GetUtcNow() - since,
        };
        var known = _isResumed ? await _tracking.TryContinueAsync(key, options, CancellationToken.None).ConfigureAwait(false) : null;
        return known ?? await _tracking.StartAsync(key, options, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// A server that does not answer cannot tell what it lacks; then the little that may be missing stays so, and nothing is doubled.
    /// </summary>
    private async Task FillAsync(ActiveRun run, IReadOnlyList<EpochResult> epochs, CancellationToken cancellationToken)
    {
        if (!await run.FlushAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var known = await StepsOfAsync(run, MetricKeys.TrainLoss, cancellationToken).ConfigureAwait(false);
            foreach (var epoch in epochs.Where(e => !known.Contains(e.Epoch)))
            {
                Log(run, epoch);
            }

            if ((await StepsOfAsync(run, MetricKeys.BestEpoch, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                LogBestEpoch(run, epochs);
            }
        }
        catch (MlflowException exception) when (exception.IsTransient)
        {
            _tracking!.Server.Learn(_tracking.Store, exception);
        }
    }

    private async Task<HashSet<long>> StepsOfAsync(ActiveRun run, string metric, CancellationToken cancellationToken)
    {
        var steps = new HashSet<long>();
        await foreach (
            Metric point in _tracking!.Store.GetMetricHistoryAsync(run.RunId!, metric, cancellationToken).ConfigureAwait(false))
        {
            steps.Add(point.Step);
        }

        return steps;
    }

    private static void LogBestEpoch(ActiveRun run, IReadOnlyList<EpochResult> epochs)
    {
        if (epochs.LastOrDefault(static epoch => epoch.IsBest) is { } best)
        {
            run.LogMetric(MetricKeys.BestEpoch, best.Epoch, step: 0);
        }
    }

    /// <summary>Logs all epochs of a training that ended before.</summary>
    public static void LogHistory(ActiveRun run, IReadOnlyList<EpochResult> epochs)
    {
        foreach (var epoch in epochs)
        {
            Log(run, epoch);
        }

        LogBestEpoch(run, epochs);
    }

    private static void Log(ActiveRun? run, EpochResult epoch) =>
        run?.LogMetrics(MetricKeys.Of(epoch), epoch.Epoch);
}
