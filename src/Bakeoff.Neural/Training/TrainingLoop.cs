using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>The training loop of all engines: standardisation, shuffling, augmentation, learning
/// rates, metrics, patience, checkpoints, the best epoch.</summary>
/// <remarks>Clip order, learning rates and augmented frames depend on the task alone; only
/// the computations of a step differ between engines.</remarks>
public sealed class TrainingLoop
{
    private readonly TrainingTask _task;
    private readonly ITrainingSteps _steps;
    private readonly SequenceSet? _validation;
    private readonly BatchAssembler _batches;
    private readonly BatchAssembler? _validationBatches;
    private readonly EpochScore _score;
    private readonly List<EpochResult> _history = [];
    private readonly float[] _bestWeights;
    private readonly float[] _bestStatistics;
    private readonly CheckpointFile? _checkpoint;
    private readonly EpochOrder _order;
    private readonly float[] _logits;
    private int _bestEpoch;

    private TrainingLoop(TrainingTask task, ITrainingSteps steps, string? identity)
    {
        _task = task;
        _steps = steps;
        var (network, options, clips) = (task.Network, task.Options, task.Train.ClipCount);
        _validation = task.ValidationClips;
        var augmenter = options.Augmentation is { } augmentation
            ? new Augmenter(augmentation, new SeededRandom(task.Seed, "augmentation"), clips)
            : null;
        _batches = new BatchAssembler(task.Train, network.Standardizer, network.MaskValue, augmenter);
        _validationBatches = _validation is null ? null : new BatchAssembler(_validation, network.Standardizer, network.MaskValue);
        _score = EpochScore.Create(task);
        _bestWeights = new float[network.Store.Values.Length];
        _bestStatistics = new float[network.Store.Statistics.Length];
        _order = new EpochOrder(task.Train, options.Sampling, task.Seed);
        _logits = new float[Math.Min(options.BatchSize, _order.Length) * network.OutputCount];
        if (identity is not null && steps.State.Count > 0)
        {
            TrainingArray[] arrays = [.. steps.State, new("best.weights", _bestWeights), new("best.statistics", _bestStatistics)];
            _checkpoint = new CheckpointFile(task.CheckpointFolder!, identity, arrays);
        }
    }

    private int StepsPerEpoch => (_order.Length + _task.Options.BatchSize - 1) / _task.Options.BatchSize;

    /// <summary>Trains: checks the task, fits the standardisation, resumes from a
    /// checkpoint if there is one, then runs the epochs.</summary>
    /// <param name="task">The training.</param>
    /// <param name="createSteps">Creates the engine's side, once the task is known to be
    /// sound and the network has its standardisation.</param>
    /// <param name="progress">Receives each epoch's result; null for none.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>All epochs and the number of the best one. The network holds the weights of the best
    /// epoch, or of the last if <c>restore_best</c> is off.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="TargetException">A number cannot be learned from the clips.</exception>
    /// <exception cref="Layers.LayerShapeException">The clips do not fit the network.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="Storage.ModelFormatException">The checkpoint is damaged or belongs to another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network's weights are of no
    /// use, a checkpoint holds the last finished epoch.</exception>
    public static TrainingHistory Run(
        TrainingTask task, Func<TrainingTask, ITrainingSteps> createSteps, IProgress<EpochResult>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(createSteps);
        task.Check();

        // From the first weights, which training is about to replace.
        var identity = task.CheckpointFolder is null ? null : TrainingIdentity.Compute(task);
        task.Network.Standardizer = task.Options.Standardize ? Standardizer.Fit(task.Train) : null;
        if (task.Network.Targets.Count > 0)
        {
            task = task.StandardizeTargets();
        }

        var steps = createSteps(task);
        using (steps as IDisposable)
        {
            return new TrainingLoop(task, steps, identity).Run(progress, cancellationToken);
        }
    }

    private TrainingHistory Run(IProgress<EpochResult>? progress, CancellationToken cancellationToken)
    {
        if (_checkpoint?.TryRestore() is { } history)
        {
            _history.AddRange(history);
            _bestEpoch = _history.LastOrDefault(static epoch => epoch.IsBest)?.Epoch ?? 0;
            _steps.Restore();
        }

        while (_history.Count < _task.Options.Epochs && !StoppingRule.IsOutOfPatience(_task.Options, _history.Count, _bestEpoch))
        {
            var result = RunEpoch(cancellationToken);
            _history.Add(result);
            if (result.IsBest)
            {
                KeepAsBest(result.Epoch);
            }

            WriteCheckpoint();
            progress?.Report(result);
        }

        _steps.Save();
        if (_task.Options.RestoreBest)
        {
            _bestWeights.CopyTo(_task.Network.Store.Values, 0);
            _bestStatistics.CopyTo(_task.Network.Store.Statistics, 0);
        }

        return new TrainingHistory([.. _history], _bestEpoch, _history.Count < _task.Options.Epochs);
    }

    private EpochResult RunEpoch(CancellationToken cancellationToken)
    {
        var epoch = _history.Count + 1;
        var rate = LearningRateSchedule.Next(_task.Options, _history);
        _order.Draw(epoch);
        _score.Clear();
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunStep(epoch, step, rate);
        }

        var result = Validate(_score.AddTraining(new EpochResult { Epoch = epoch, LearningRate = rate }));
        return result with { IsBest = StoppingRule.IsBetter(_task.Options, result, _bestEpoch == 0 ? null : _history[_bestEpoch - 1]) };
    }

    private void RunStep(int epoch, int step, double rate)
    {
        var begin = step * _task.Options.BatchSize;
        var batch = _batches.Assemble(_order.Slice(begin, Math.Min(_task.Options.BatchSize, _order.Length - begin)), epoch);
        var logits = _logits.AsSpan(0, batch.ClipCount * _task.Network.OutputCount);
        var number = ((long)(epoch - 1) * StepsPerEpoch) + step + 1;
        var loss = _steps.Step(batch, number, rate, logits);
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException(epoch, step + 1, loss, rate);
        }

        _score.AddStep(loss, logits, batch.Truth);
    }

    /// <summary>Adds the metrics of the validation clips, summed in the order of the set.</summary>
    private EpochResult Validate(EpochResult result)
    {
        if (_validation is null || _validationBatches is null)
        {
            return result;
        }

        var logits = _task.Network.ComputeLogits(_validationBatches, _steps.ComputeLogits);
        return _score.AddValidation(result, logits, _validation.Truth);
    }

    private void WriteCheckpoint()
    {
        if (_checkpoint is not null)
        {
            _steps.Save();
            _checkpoint.Write(_history);
        }
    }

    private void KeepAsBest(int epoch)
    {
        _bestEpoch = epoch;
        _steps.Save();
        _task.Network.Store.Values.CopyTo(_bestWeights, 0);
        _task.Network.Store.Statistics.CopyTo(_bestStatistics, 0);
    }
}
