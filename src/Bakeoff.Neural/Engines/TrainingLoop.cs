using System.Globalization;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Engines;

/// <summary>The course of a training for engines that only compute steps: standardisation, shuffling, augmentation, learning rates, scores, patience, the best epoch.</summary>
/// <remarks>Every clip order, rate and augmented frame is that of the managed engine's training with the same seed; only what a step computes is the engine's own.</remarks>
public sealed class TrainingLoop
{
    private const int JudgingBatch = 64;

    private readonly TrainingTask _task;
    private readonly ITrainingSteps _steps;
    private readonly SeededRandom _shuffle;
    private readonly BatchAssembler _batches;
    private readonly BatchAssembler? _validationBatches;
    private readonly EpochScore _score;
    private readonly SoftmaxCrossEntropy _plainLoss;
    private readonly List<EpochResult> _history = [];
    private readonly int[] _order;
    private readonly float[] _logits;
    private float[]? _best;
    private int _bestEpoch;

    private TrainingLoop(TrainingTask task, ITrainingSteps steps)
    {
        _task = task;
        _steps = steps;
        var (network, options) = (task.Network, task.Options);
        _shuffle = new SeededRandom(task.Seed, "shuffle");
        var augmenter = options.Augmentation is { } augmentation ? new Augmenter(augmentation, new SeededRandom(task.Seed, "augmentation"), task.Train.ClipCount) : null;
        _batches = new BatchAssembler(task.Train, network.Standardizer, network.MaskValue, augmenter);
        _validationBatches = task.Validation is { ClipCount: > 0 } validation ? new BatchAssembler(validation, network.Standardizer, network.MaskValue) : null;
        _score = new EpochScore(network.ClassCount);
        _plainLoss = SoftmaxCrossEntropy.Plain(network.ClassCount);
        _order = new int[task.Train.ClipCount];
        _logits = new float[Math.Max(JudgingBatch, Math.Min(options.BatchSize, task.Train.ClipCount)) * network.ClassCount];
    }

    /// <summary>Trains: checks the task, fits the standardisation, then runs the epochs.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="begin">Makes the engine's side, once the task is known to be sound and the network has its standardisation.</param>
    /// <param name="progress">Told after each epoch; null for silence.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network's weights are of no use.</exception>
    public static TrainingHistory Run(TrainingTask task, Func<TrainingTask, ITrainingSteps> begin, IProgress<EpochResult>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(begin);
        Trainer.Check(task.Network, task.Train, task.Validation, task.Options);
        task.Network.Standardizer = task.Options.Standardize ? Standardizer.Fit(task.Train) : null;
        return new TrainingLoop(task, begin(task)).Run(progress, cancellation);
    }

    /// <summary>Scores of many clips, computed by an engine in batches of clips of like length.</summary>
    /// <param name="network">The network; its standardisation is applied.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="judge">Writes the scores of one batch, [clips, classes].</param>
    /// <returns>Probabilities of shape [clips, classes], in the order of the clips.</returns>
    public static float[,] Predict(Network network, SequenceSet clips, Action<PaddedBatch, float[]> judge)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(judge);
        network.CheckInput(clips);
        var probabilities = new float[clips.ClipCount, network.ClassCount];
        var row = new double[network.ClassCount];
        var logits = new float[JudgingBatch * network.ClassCount];
        foreach (var (batch, order) in Batches(clips, new BatchAssembler(clips, network.Standardizer, network.MaskValue), labelled: false))
        {
            judge(batch, logits);
            for (var i = 0; i < order.Length; i++)
            {
                Softmax.Probabilities(logits.AsSpan(i * network.ClassCount, network.ClassCount), row);
                for (var k = 0; k < row.Length; k++)
                {
                    probabilities[order[i], k] = (float)row[k];
                }
            }
        }

        return probabilities;
    }

    private static IEnumerable<(PaddedBatch Batch, int[] Clips)> Batches(SequenceSet clips, BatchAssembler assembler, bool labelled)
    {
        foreach (var chunk in Enumerable.Range(0, clips.ClipCount).OrderBy(assembler.LiveFrameCount).Chunk(JudgingBatch))
        {
            assembler.Assemble(chunk, epoch: 0);
            yield return (PaddedBatch.Of(assembler, labelled ? clips : null), assembler.Clips.ToArray());
        }
    }

    private TrainingHistory Run(IProgress<EpochResult>? progress, CancellationToken cancellation)
    {
        while (_history.Count < _task.Options.Epochs && !StoppingRule.IsOutOfPatience(_task.Options, _history.Count, _bestEpoch))
        {
            var result = RunEpoch(cancellation);
            _history.Add(result);
            if (result.IsBest)
            {
                _bestEpoch = result.Epoch;
                Keep();
            }

            progress?.Report(result);
        }

        _steps.Save();
        if (_task.Options.RestoreBest)
        {
            Restore();
        }

        return new TrainingHistory([.. _history], _bestEpoch, _history.Count < _task.Options.Epochs);
    }

    private EpochResult RunEpoch(CancellationToken cancellation)
    {
        var epoch = _history.Count + 1;
        var rate = LearningRateSchedule.Next(_task.Options, _history);
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _shuffle.Stream(epoch.ToString(CultureInfo.InvariantCulture)).Shuffle(_order.AsSpan());
        _score.Clear();
        var step = 0;
        foreach (var clips in _order.Chunk(_task.Options.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            _batches.Assemble(clips, epoch);
            var batch = PaddedBatch.Of(_batches, _task.Train);
            var loss = _steps.Step(batch, rate, _logits);
            if (!double.IsFinite(loss))
            {
                throw new TrainingDivergedException(epoch, step + 1, loss, rate);
            }

            _score.AddLoss(loss * clips.Length);
            AddAnswers(batch, withLoss: false);
            step++;
        }

        var (trainLoss, trainAccuracy, trainUar) = (_score.Loss, _score.Accuracy, _score.UnweightedAverageRecall);
        var (loss1, accuracy, uar) = Judge();
        var result = new EpochResult(epoch, trainLoss, trainAccuracy, loss1, accuracy, uar, rate, trainUar, IsBest: false);
        return result with { IsBest = StoppingRule.IsBetter(_task.Options, result, _bestEpoch == 0 ? null : _history[_bestEpoch - 1]) };
    }

    private (double Loss, double Accuracy, double Uar) Judge()
    {
        if (_validationBatches is null)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        _score.Clear();
        foreach (var (batch, _) in Batches(_task.Validation!, _validationBatches, labelled: true))
        {
            _steps.Judge(batch, _logits);
            AddAnswers(batch, withLoss: true);
        }

        return (_score.Loss, _score.Accuracy, _score.UnweightedAverageRecall);
    }

    private void AddAnswers(PaddedBatch batch, bool withLoss)
    {
        var classes = _task.Network.ClassCount;
        for (var i = 0; i < batch.ClipCount; i++)
        {
            var row = _logits.AsSpan(i * classes, classes);
            _score.AddAnswer(row, batch.Labels[i]);
            if (withLoss)
            {
                _score.AddLoss(_plainLoss.RowLoss(row, batch.Labels[i]));
            }
        }
    }

    private void Keep()
    {
        _steps.Save();
        _best = [.. _task.Network.Store.Values, .. _task.Network.Store.Statistics];
    }

    private void Restore()
    {
        var store = _task.Network.Store;
        _best.AsSpan(0, store.Values.Length).CopyTo(store.Values);
        _best.AsSpan(store.Values.Length).CopyTo(store.Statistics);
    }
}
