using Bakeoff.Experiments.Classical;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Sends the figures of each epoch to the run of the training, or of its current fold.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed class TrainingRecorder : ITrainingListener
{
    private IMlflowStore? _store;
    private ActiveRun? _run;
    private ActiveRun? _fold;
    private string _experiment = string.Empty;

    /// <summary>From now on, epochs go to this run.</summary>
    public void Begin(ActiveRun run, IMlflowStore store, string experiment)
    {
        _run = run;
        _store = store;
        _experiment = experiment;
    }

    /// <inheritdoc/>
    public void FoldStarted(string fold, int foldCount)
    {
        if (foldCount > 1 && _run is not null && _store is not null)
        {
            CompleteFoldAsync().GetAwaiter().GetResult();
            _fold = _store.StartRunAsync(new RunOptions { ExperimentName = _experiment, RunName = $"fold {fold}", ParentRunId = _run.RunId, EndOnSignals = false }).GetAwaiter().GetResult();
            _fold.LogParameter("fold", fold);
        }
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch) => (_fold ?? _run)?.LogMetrics(
        [
            new("train_loss", epoch.TrainLoss),
            new("train_accuracy", epoch.TrainAccuracy),
            new("validation_loss", epoch.ValidationLoss),
            new("validation_accuracy", epoch.ValidationAccuracy),
            new("validation_uar", epoch.ValidationUar),
            new("learning_rate", epoch.LearningRate),
        ],
        epoch.Epoch);

    /// <inheritdoc/>
    public void CandidateChosen(CandidateChoice choice)
    {
        if ((_fold ?? _run) is not { } run)
        {
            return;
        }

        run.LogParameter("chosen_classifier", ClassifierText.Of(choice.Classifier));
        for (var i = 0; i < choice.Candidates.Count; i++)
        {
            if (choice.Candidates[i].InnerUar is { } uar)
            {
                run.LogMetrics([new("inner_uar", uar)], i + 1);
            }
        }

        if (choice.Candidates[choice.Chosen].InnerUar is { } best)
        {
            run.LogMetrics([new("chosen_inner_uar", best)], step: 0);
        }
    }

    /// <summary>Ends the run of the current fold well, if there is one.</summary>
    public async Task CompleteFoldAsync()
    {
        if (_fold is { } fold)
        {
            _fold = null;
            await fold.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the run of the current fold with a fault, if there is one.</summary>
    public async Task FailFoldAsync(Exception fault)
    {
        if (_fold is { } fold)
        {
            _fold = null;
            await fold.FailAsync(fault).ConfigureAwait(false);
        }
    }
}
