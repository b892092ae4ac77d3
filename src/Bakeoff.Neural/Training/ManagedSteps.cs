using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Training steps in managed code. Weights are the network's own arrays, so nothing has to be saved.</summary>
internal sealed class ManagedSteps : ITrainingSteps
{
    private readonly Network _network;
    private readonly double? _clipNorm;
    private readonly PassContext _training;
    private readonly PassContext _prediction;
    private readonly Optimizer _optimizer;
    private readonly Loss _loss;

    public ManagedSteps(TrainingTask task)
    {
        _network = task.Network;
        _clipNorm = task.Options.ClipNorm;
        _training = new PassContext(task.Pool) { IsTraining = true, Dropout = new SeededRandom(task.Seed, "dropout") };
        _prediction = new PassContext(task.Pool);
        var options = task.Options;
        _optimizer = options.Optimizer.Create(new OptimizerSetting(_network, options.WeightDecay, options.Momentum));
        _loss = task.CreateLoss();
        State =
        [
            new("weights", _network.Store.Values), new("statistics", _network.Store.Statistics),
            .. _optimizer.State.Select(static state => new TrainingArray("optimizer." + state.Name, state.Values)),
        ];
    }

    public IReadOnlyList<TrainingArray> State { get; }

    public double Step(ClipBatch batch, long number, double learningRate, Span<float> logits)
    {
        _training.Step = (ulong)(number - 1);
        _network.Forward(batch.Packed, _training);
        var scores = _network.Logits;
        scores.Values.CopyTo(logits);
        var loss = _loss.Compute(scores.Values, batch.Truth, scores.Gradients);
        if (!double.IsFinite(loss))
        {
            return loss;
        }

        _network.Backward(batch.Packed, _training);
        if (_clipNorm is { } norm)
        {
            GradientClipper.Clip(_network.Store.Gradients, norm);
        }

        _optimizer.Update(number, learningRate, _training.Pool);
        return loss;
    }

    public void ComputeLogits(ClipBatch batch, Span<float> logits) => _network.ComputeLogits(batch, _prediction, logits);

    public void Save()
    {
    }

    public void Restore()
    {
    }
}
