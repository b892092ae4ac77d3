using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
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
    private readonly SoftmaxCrossEntropy _loss;

    public ManagedSteps(TrainingTask task)
    {
        _network = task.Network;
        _clipNorm = task.Options.ClipNorm;
        _training = new PassContext(task.Pool) { IsTraining = true, Dropout = new SeededRandom(task.Seed, "dropout") };
        _prediction = new PassContext(task.Pool);
        _optimizer = Optimizer.Create(task.Options, _network.Store);
        _loss = new SoftmaxCrossEntropy([.. task.ClassWeights()], task.Options.LabelSmoothing);
        State =
        [
            new("weights", _network.Store.Values), new("statistics", _network.Store.Statistics),
            new("optimizer.first", _optimizer.First), new("optimizer.second", _optimizer.Second),
        ];
    }

    public IReadOnlyList<TrainingArray> State { get; }

    public double Step(ClipBatch batch, long number, double learningRate, Span<float> logits)
    {
        _training.Step = (ulong)(number - 1);
        _network.Forward(batch.Packed, _training);
        var scores = _network.Logits;
        scores.Values.CopyTo(logits);
        var loss = _loss.Compute(scores, batch.Labels);
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
}
