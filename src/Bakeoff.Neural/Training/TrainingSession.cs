using System.Globalization;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>One training from its first or last finished epoch to its end.</summary>
internal sealed class TrainingSession
{
    private readonly Network _network;
    private readonly SequenceSet _train;
    private readonly SequenceSet? _validation;
    private readonly TrainingOptions _options;
    private readonly SeededRandom _shuffle;
    private readonly PassContext _context;
    private readonly Optimizer _optimizer;
    private readonly SoftmaxCrossEntropy _loss;
    private readonly SoftmaxCrossEntropy _plainLoss;
    private readonly EpochScore _score;
    private readonly BatchAssembler _batches;
    private readonly BatchAssembler? _validationBatches;
    private readonly PassContext _judging;
    private readonly TrainingState _state;
    private readonly CheckpointFile? _checkpoint;
    private readonly int[] _order;
    private readonly int[] _labels;

    public TrainingSession(
        Network network, SequenceSet train, SequenceSet? validation, TrainingOptions options, ulong seed, WorkerPool pool, string? checkpointFolder)
    {
        _network = network;
        _train = train;
        _validation = validation;
        _options = options;
        _checkpoint = checkpointFolder is null ? null : new CheckpointFile(checkpointFolder, TrainingIdentity.Of(network, train, validation, options, seed));
        network.Standardizer = options.Standardize ? Standardizer.Fit(train) : null;
        _shuffle = new SeededRandom(seed, "shuffle");
        _context = new PassContext(pool) { IsTraining = true, Dropout = new SeededRandom(seed, "dropout") };
        _judging = new PassContext(pool);
        _optimizer = Optimizer.Create(options, network.Store);
        _loss = new SoftmaxCrossEntropy(ClassWeights.Of(options, train, network.ClassCount), options.LabelSmoothing);
        _plainLoss = SoftmaxCrossEntropy.Plain(network.ClassCount);
        _score = new EpochScore(network.ClassCount);
        var augmenter = options.Augmentation is { } augmentation ? new Augmenter(augmentation, new SeededRandom(seed, "augmentation"), train.ClipCount) : null;
        _batches = new BatchAssembler(train, network.Standardizer, network.MaskValue, augmenter);
        _validationBatches = validation is null ? null : new BatchAssembler(validation, network.Standardizer, network.MaskValue);
        _state = new TrainingState(network.Store, _optimizer);
        _order = new int[train.ClipCount];
        _labels = new int[Math.Min(options.BatchSize, train.ClipCount)];
    }

    private int StepsPerEpoch => (_train.ClipCount + _options.BatchSize - 1) / _options.BatchSize;

    public TrainingHistory Run(IProgress<EpochResult>? progress, CancellationToken cancellation)
    {
        _checkpoint?.TryRestore(_state);
        while (_state.History.Count < _options.Epochs && !StoppingRule.IsOutOfPatience(_options, _state.History.Count, _state.BestEpoch))
        {
            var result = RunEpoch(cancellation);
            _state.Add(result);
            _checkpoint?.Write(_state);
            progress?.Report(result);
        }

        if (_options.RestoreBest)
        {
            _state.RestoreBest();
        }

        return new TrainingHistory([.. _state.History], _state.BestEpoch, _state.History.Count < _options.Epochs);
    }

    private EpochResult RunEpoch(CancellationToken cancellation)
    {
        var epoch = _state.History.Count + 1;
        var rate = LearningRateSchedule.Next(_options, _state.History);
        Shuffle(epoch);
        _score.Clear();
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var begin = step * _options.BatchSize;
            RunStep(_order.AsSpan(begin, Math.Min(_options.BatchSize, _order.Length - begin)), epoch, step, rate);
        }

        var (trainLoss, trainAccuracy, trainUar) = (_score.Loss, _score.Accuracy, _score.UnweightedAverageRecall);
        Judge();
        var hasValidation = _validation is not null;
        var result = new EpochResult(
            epoch, trainLoss, trainAccuracy, hasValidation ? _score.Loss : double.NaN, hasValidation ? _score.Accuracy : double.NaN,
            hasValidation ? _score.UnweightedAverageRecall : double.NaN, rate, trainUar, IsBest: false);
        return result with { IsBest = StoppingRule.IsBetter(_options, result, _state.BestEpoch == 0 ? null : _state.History[_state.BestEpoch - 1]) };
    }

    private void RunStep(ReadOnlySpan<int> clips, int epoch, int step, double rate)
    {
        var update = ((long)(epoch - 1) * StepsPerEpoch) + step;
        _context.Step = (ulong)update;
        _batches.Assemble(clips, epoch);
        _network.Forward(_batches.Batch, _context);
        var labels = _labels.AsSpan(0, clips.Length);
        for (var i = 0; i < clips.Length; i++)
        {
            labels[i] = _train.Label(_batches.Clips[i]);
            _score.AddAnswer(_network.Logits.Values.AsSpan(i * _network.ClassCount, _network.ClassCount), labels[i]);
        }

        var loss = _loss.Compute(_network.Logits, labels);
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException(epoch, step + 1, loss, rate);
        }

        _score.AddLoss(loss * clips.Length);
        _network.Backward(_batches.Batch, _context);
        if (_options.ClipNorm is { } norm)
        {
            GradientClipper.Clip(_network.Store.Gradients, norm);
        }

        _optimizer.Update(update + 1, rate, _context.Pool);
    }

    private void Shuffle(int epoch)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _shuffle.Stream(epoch.ToString(CultureInfo.InvariantCulture)).Shuffle(_order.AsSpan());
    }

    private void Judge()
    {
        if (_validation is null || _validationBatches is null)
        {
            return;
        }

        _score.Clear();
        var logits = _network.ComputeLogits(_validation.ClipCount, _validationBatches, _judging);
        for (var clip = 0; clip < _validation.ClipCount; clip++)
        {
            var row = logits.AsSpan(clip * _network.ClassCount, _network.ClassCount);
            _score.AddLoss(_plainLoss.RowLoss(row, _validation.Label(clip)));
            _score.AddAnswer(row, _validation.Label(clip));
        }
    }
}
