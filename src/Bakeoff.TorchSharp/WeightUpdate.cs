using Bakeoff.Neural;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>The update rules of the managed engine, each over all weights at once. Rules of other assemblies run in managed code.</summary>
internal sealed class WeightUpdate : IDisposable
{
    private readonly TorchParameters _parameters;
    private readonly Network _network;
    private readonly TrainingOptions _options;
    private readonly torch.Tensor? _decays;
    private readonly torch.Tensor? _rates;
    private readonly Action<torch.Tensor, long, double> _rule;
    private readonly List<(string Name, torch.Tensor Values)> _state = [];
    private readonly Optimizer? _managed;

    public WeightUpdate(TrainingTask task, TorchParameters parameters)
    {
        var options = task.Options;
        (_options, _network, _parameters) = (options, task.Network, parameters);
        _decays = options.WeightDecay > 0 && options.Optimizer.HasWeightDecay
            ? parameters.Decays().mul_(options.WeightDecay)
            : null;
        _rates = parameters.Rates(options.LearningRate);
        _rule = options.Optimizer switch
        {
            AdamOptions or AdamWOptions => Adam(AddState("first"), AddState("second")),
            SgdOptions => Sgd(AddState("first")),
            RmsPropOptions => RmsProp(AddState("second")),
            var other when _rates is not null => throw TorchSharpEngine.Unknown("optimizer beside an encoder", other.Kind),
            var other => Managed(
                _managed = other.Create(new OptimizerSetting(_network, options.WeightDecay, options.Momentum)),
                task.Pool),
        };
    }

    /// <summary>Tensors with one value per weight that a resumed training needs.</summary>
    public IReadOnlyList<(string Name, torch.Tensor Values)> State => _state;

    /// <summary>The same of a rule of another assembly, which keeps it in arrays.</summary>
    public IReadOnlyList<(string Name, float[] Values)> ManagedState => _managed?.State ?? [];

    /// <summary>Clips the gradients, changes the weights and hands them out.</summary>
    /// <param name="gradients">Gradient of the loss by each weight; used up.</param>
    /// <param name="number">Number of the update, from 1.</param>
    /// <param name="learningRate">Step size.</param>
    public void Apply(torch.Tensor gradients, long number, double learningRate)
    {
        using var noGradients = torch.no_grad();
        if (_options.ClipNorm is { } largest)
        {
            // 1e-6 as in PyTorch's clip_grad_norm_.
            var norm = gradients.norm().add_(Number.Of(1e-6), Number.One);
            gradients.mul_(norm.reciprocal_().mul_(Number.Of(largest)).clamp_max_(Number.One));
        }

        _rule(gradients, number, learningRate);
        _parameters.HandOut();
    }

    public void Dispose()
    {
        _decays?.Dispose();
        _rates?.Dispose();
        foreach (var (_, values) in _state)
        {
            values.Dispose();
        }
    }

    private torch.Tensor AddState(string name)
    {
        var values = torch.zeros_like(_parameters.Weights);
        _state.Add((name, values));
        return values;
    }

    private Action<torch.Tensor, long, double> Adam(torch.Tensor means, torch.Tensor squares) => (gradients, number, learningRate) =>
    {
        const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
        means.mul_(Number.Of(beta1)).add_(gradients, Number.Of(1 - beta1));
        squares.mul_(Number.Of(beta2)).addcmul_(gradients, gradients, Number.Of(1 - beta2));
        var roots = squares.sqrt().div_(Number.Of(Math.Sqrt(1 - Math.Pow(beta2, number)))).add_(Number.Of(epsilon), Number.One);
        if (_decays is not null)
        {
            _parameters.Weights.mul_(Rated(_decays).mul(Number.Of(-learningRate)).add_(Number.One, Number.One));
        }

        _parameters.Weights.addcdiv_(Rated(means), roots, Number.Of(-learningRate / (1 - Math.Pow(beta1, number))));
    };

    private Action<torch.Tensor, long, double> Sgd(torch.Tensor velocities) => (gradients, _, learningRate) =>
    {
        velocities.mul_(Number.Of(_options.Momentum)).add_(Decayed(gradients), Number.One);
        _parameters.Weights.add_(Rated(velocities), Number.Of(-learningRate));
    };

    private Action<torch.Tensor, long, double> RmsProp(torch.Tensor squares) => (gradients, _, learningRate) =>
    {
        const double keep = 0.99, epsilon = 1e-8;
        var decayed = Decayed(gradients);
        squares.mul_(Number.Of(keep)).addcmul_(decayed, decayed, Number.Of(1 - keep));
        _parameters.Weights.addcdiv_(Rated(decayed), squares.sqrt().add_(Number.Of(epsilon), Number.One), Number.Of(-learningRate));
    };

    // The network's own arrays hold the weights here too, up to date after each step.
    private Action<torch.Tensor, long, double> Managed(Optimizer optimizer, WorkerPool pool) => (gradients, number, learningRate) =>
    {
        var values = TorchParameters.ToArray(gradients).AsSpan();
        foreach (var tensor in _network.Tensors.Where(static tensor => tensor.IsTrainable))
        {
            values[..tensor.Length].CopyTo(tensor.Gradients);
            values = values[tensor.Length..];
        }

        optimizer.Update(number, learningRate, pool);
        _parameters.TakeWeights();
    };

    // Layers with a step size of their own take that.
    private torch.Tensor Rated(torch.Tensor steps) => _rates is null ? steps : steps.mul(_rates);

    // The L2 term.
    private torch.Tensor Decayed(torch.Tensor gradients) =>
        _decays is null ? gradients : gradients.addcmul_(_decays, _parameters.Weights, Number.One);
}
