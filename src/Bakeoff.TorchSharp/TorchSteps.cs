using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Training;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>The steps of one training, computed by libtorch.</summary>
internal sealed class TorchSteps : ITrainingSteps, IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TorchNetwork _network;
    private readonly torch.optim.Optimizer[] _optimizers;
    private readonly WeightedCrossEntropy _loss;

    public TorchSteps(TrainingTask task)
    {
        _options = task.Options;
        if (_options.Loss is not CrossEntropyOptions)
        {
            throw TorchSharpEngine.Unknown("loss", _options.Loss.Kind);
        }

        _loss = new WeightedCrossEntropy(task.ClassWeights(), task.Options.LabelSmoothing);
        _network = new TorchNetwork(task.Network, torch.device(task.Device));
        _optimizers =
        [
            .. new[] { true, false }
                .Select(decays => (Decays: decays, Parameters: _network.Parameters.Trainable(decays).ToList()))
                .Where(group => group.Parameters.Count > 0)
                .Select(group => Create(task.Options, group.Parameters, group.Decays ? task.Options.WeightDecay : 0)),
        ];
    }

    /// <summary>Empty: the state of libtorch's optimizers is not kept, so that an interrupted training starts again.</summary>
    public IReadOnlyList<TrainingArray> State => [];

    public double Step(ClipBatch batch, long number, double learningRate, Span<float> logits)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var optimizer in _optimizers)
        {
            optimizer.zero_grad();
        }

        var scores = _network.Forward(batch, isTraining: true);
        TorchNetwork.Copy(scores, logits);
        var loss = _loss.Compute(scores, batch.Labels);
        loss.backward();
        if (_options.ClipNorm is { } norm)
        {
            torch.nn.utils.clip_grad_norm_(_network.Parameters.Trainable(), norm);
        }

        foreach (var optimizer in _optimizers)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = learningRate;
            }

            optimizer.step();
        }

        return loss.item<float>();
    }

    public void ComputeLogits(ClipBatch batch, Span<float> logits) => _network.ComputeLogits(batch, logits);

    public void Save() => _network.Parameters.Save();

    public void Dispose()
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.Dispose();
        }

        _network.Dispose();
    }

    // Weight decay does not apply to biases and scales, so there may be two groups; each has its own optimizer with its own decay.
    private static torch.optim.Optimizer Create(
        TrainingOptions options,
        IReadOnlyList<global::TorchSharp.Modules.Parameter> parameters,
        double decay) =>
        options.Optimizer switch
        {
            AdamOptions => torch.optim.Adam(parameters, options.LearningRate),
            AdamWOptions => torch.optim.AdamW(parameters, options.LearningRate, weight_decay: decay),
            SgdOptions => torch.optim.SGD(parameters, options.LearningRate, options.Momentum, weight_decay: decay),
            RmsPropOptions => torch.optim.RMSProp(parameters, options.LearningRate, weight_decay: decay),
            _ => throw TorchSharpEngine.Unknown("optimizer", options.Optimizer.Kind),
        };
}
