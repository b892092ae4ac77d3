using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>The steps of one training, computed by libtorch. The loss, a few numbers per clip, is the managed engine's.</summary>
internal sealed class TorchSteps : ITrainingSteps, IDisposable
{
    private readonly TorchNetwork _network;
    private readonly WeightUpdate _update;
    private readonly Loss _loss;
    private readonly SeededRandom _dropout;
    private readonly int _parts;
    private readonly List<(TrainingArray Array, torch.Tensor Values)> _state;

    public TorchSteps(TrainingTask task)
    {
        _loss = task.CreateLoss();
        _dropout = new SeededRandom(task.Seed, "dropout");
        _parts = PartsOf(task.Network.LayerOptions);
        _network = new TorchNetwork(task.Network, torch.device(task.Device));
        _update = new WeightUpdate(task, _network.Parameters);
        _state =
        [
            Pair("weights", _network.Parameters.Weights),
            Pair("statistics", _network.Parameters.Statistics),
            .. _update.State.Select(static state => Pair("optimizer." + state.Name, state.Values)),
        ];
    }

    public IReadOnlyList<TrainingArray> State =>
    [
        .. _state.Select(static pair => pair.Array),
        .. _update.ManagedState.Select(static state => new TrainingArray("optimizer." + state.Name, state.Values)),
    ];

    public double Step(ClipBatch batch, long number, double learningRate, Span<float> logits)
    {
        if (_parts > 1)
        {
            return StepInParts(batch, number, learningRate, logits);
        }

        using var scope = torch.NewDisposeScope();
        var scores = _network.Forward(batch, new TrainingPass(_dropout, (ulong)(number - 1)));
        TorchParameters.Copy(scores, logits);
        var gradients = new float[logits.Length];
        var loss = _loss.Compute(logits, batch.Truth, gradients);
        if (double.IsFinite(loss))
        {
            var scoreGradients = torch.tensor(gradients, scores.shape, device: scores.device);
            _update.Apply(_network.Parameters.Gradients(scores, scoreGradients), number, learningRate);
        }

        return loss;
    }

    // Once for the scores, which the loss of the whole batch needs, and again for the gradients of each part.
    private double StepInParts(ClipBatch batch, long number, double learningRate, Span<float> logits)
    {
        using var scope = torch.NewDisposeScope();
        var outputs = logits.Length / batch.ClipCount;
        var parts = ClipParts.Of(batch.ClipCount, _parts);
        foreach (var (i, (first, count)) in parts.Index())
        {
            using var part = torch.NewDisposeScope();
            using var noGradients = torch.no_grad();
            TorchParameters.Copy(Scores(i, first, count), logits.Slice(first * outputs, count * outputs));
        }

        var gradients = new float[logits.Length];
        var loss = _loss.Compute(logits, batch.Truth, gradients);
        if (!double.IsFinite(loss))
        {
            return loss;
        }

        var sum = torch.zeros_like(_network.Parameters.Weights);
        foreach (var (i, (first, count)) in parts.Index())
        {
            using var part = torch.NewDisposeScope();
            var scores = Scores(i, first, count);
            var own = torch.tensor(gradients[(first * outputs)..((first + count) * outputs)], scores.shape, device: scores.device);
            using var noGradients = torch.no_grad();
            sum.add_(_network.Parameters.Gradients(scores, own), Number.One);
        }

        _update.Apply(sum, number, learningRate);
        return loss;

        torch.Tensor Scores(int part, int first, int count) =>
            _network.Forward(batch, new TrainingPass(_dropout, (ulong)(number - 1), part), (first, count));
    }

    private static int PartsOf(IReadOnlyList<LayerOptions> layers)
    {
        var parts = layers.OfType<EncoderOptions>().Select(static layer => layer.Accumulate).FirstOrDefault(1);
        return parts > 1 && layers.OfType<BatchNormalizationOptions>().Any()
            ? throw TorchSharpEngine.Unknown("layer beside an encoder that accumulates", "batch_normalization")
            : parts;
    }

    public void ComputeLogits(ClipBatch batch, Span<float> logits) => _network.ComputeLogits(batch, logits);

    public void Save()
    {
        _network.Parameters.Save();
        foreach (var (array, values) in _state)
        {
            TorchParameters.Copy(values, array.Values);
        }
    }

    public void Restore()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var (array, values) in _state)
        {
            values.copy_(torch.tensor(array.Values));
        }

        _network.Parameters.HandOut();
        _network.Parameters.Save();
    }

    public void Dispose()
    {
        _update.Dispose();
        _network.Dispose();
    }

    private static (TrainingArray Array, torch.Tensor Values) Pair(string name, torch.Tensor values) =>
        (new TrainingArray(name, new float[values.numel()]), values);
}
