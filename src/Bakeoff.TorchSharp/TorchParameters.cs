using System.Runtime.InteropServices;
using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural;
using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>A network's weights and statistics as tensors of libtorch, by the names that model files use.</summary>
/// <remarks>All weights lie one after another in one tensor, so that an update is a few operations however many layers there are.
/// Layers compute with copies of their parts, because libtorch's modules own their tensors and gradients are wanted by tensor.</remarks>
internal sealed class TorchParameters : IDisposable
{
    private readonly Network _network;
    private readonly Dictionary<string, torch.Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, torch.Tensor> _places = new(StringComparer.Ordinal);

    public TorchParameters(Network network, torch.Device device)
    {
        _network = network;
        Device = device;
        Weights = Join(isTrainable: true);
        Statistics = Join(isTrainable: false);
        var (weight, statistic) = (0L, 0L);
        foreach (var tensor in network.Tensors)
        {
            long[] shape = [.. tensor.Shape.Select(axis => (long)axis)];
            if (tensor.IsTrainable)
            {
                _places[tensor.Name] = Weights.narrow(0, weight, tensor.Length).view(shape);
                _tensors[tensor.Name] = _places[tensor.Name].clone().requires_grad_();
                weight += tensor.Length;
            }
            else
            {
                _tensors[tensor.Name] = Statistics.narrow(0, statistic, tensor.Length).view(shape);
                statistic += tensor.Length;
            }
        }
    }

    public torch.Device Device { get; }

    /// <summary>All trained tensors one after another, in the order of the network. Layers see a change after
    /// <see cref="HandOut"/>.</summary>
    public torch.Tensor Weights { get; }

    /// <summary>All running statistics one after another; layers compute with parts of this tensor.</summary>
    public torch.Tensor Statistics { get; }

    public torch.Tensor this[string name] => _tensors[name];

    /// <summary>1 for weights to which weight decay applies, else 0, in the order of <see cref="Weights"/>.</summary>
    public torch.Tensor Decays()
    {
        float[] decays =
        [
            .. _network.Tensors
                .Where(tensor => tensor.IsTrainable)
                .SelectMany(tensor => Enumerable.Repeat(tensor.Decays ? 1f : 0f, tensor.Length)),
        ];
        return torch.tensor(decays, device: Device);
    }

    /// <summary>Step size of each weight as a share of the training's, in the order of <see cref="Weights"/>; null where all are 1.</summary>
    /// <param name="learningRate">Step size of the training.</param>
    public torch.Tensor? Rates(double learningRate)
    {
        var own = _network.LayerNames
            .Zip(_network.LayerOptions)
            .Where(static layer => layer.Second is EncoderOptions)
            .ToDictionary(
                static layer => layer.First,
                layer => (float)(((EncoderOptions)layer.Second).LearningRate / learningRate),
                StringComparer.Ordinal);
        if (own.Count == 0)
        {
            return null;
        }

        float[] rates =
        [
            .. _network.Tensors
                .Where(static tensor => tensor.IsTrainable)
                .SelectMany(tensor => Enumerable.Repeat(own.GetValueOrDefault(tensor.Name.Split('.')[0], 1f), tensor.Length)),
        ];
        return torch.tensor(rates, device: Device);
    }

    /// <summary>Gradient of the loss by each weight, in the order of <see cref="Weights"/>.</summary>
    /// <param name="scores">Scores of a batch, with the way they were computed.</param>
    /// <param name="scoreGradients">Gradient of the loss by each score.</param>
    public torch.Tensor Gradients(torch.Tensor scores, torch.Tensor scoreGradients)
    {
        torch.Tensor[] weights = [.. _places.Keys.Select(name => _tensors[name])];
        var gradients = torch.autograd.grad([scores], weights, [scoreGradients]);
        return torch.cat([.. gradients.Select(gradient => gradient.flatten())]);
    }

    /// <summary>Copies <see cref="Weights"/> to the tensors that layers compute with.</summary>
    public void HandOut()
    {
        using var noGradients = torch.no_grad();
        foreach (var (name, place) in _places)
        {
            _tensors[name].copy_(place);
        }
    }

    /// <summary>Takes the network's weights over into <see cref="Weights"/>.</summary>
    public void TakeWeights() => Weights.copy_(Join(isTrainable: true));

    /// <summary>Replaces weights by the tensors of a module of libtorch, and gives them our values.</summary>
    /// <param name="module">The module, on the device.</param>
    /// <param name="nameOf">Our name of a tensor of the module.</param>
    public void Adopt(torch.nn.Module module, Func<string, string> nameOf)
    {
        using var noGradients = torch.no_grad();
        foreach (var (role, parameter) in module.named_parameters())
        {
            var name = nameOf(role);
            parameter.copy_(_places[name]);
            _tensors[name].Dispose();
            _tensors[name] = parameter;
        }
    }

    /// <summary>Copies all values into the network.</summary>
    public void Save()
    {
        var (weights, statistics) = (ToArray(Weights), ToArray(Statistics));
        var (weight, statistic) = (0, 0);
        foreach (var tensor in _network.Tensors)
        {
            if (tensor.IsTrainable)
            {
                weights.AsSpan(weight, tensor.Length).CopyTo(tensor.Values);
                weight += tensor.Length;
            }
            else
            {
                statistics.AsSpan(statistic, tensor.Length).CopyTo(tensor.Values);
                statistic += tensor.Length;
            }
        }
    }

    public static float[] ToArray(torch.Tensor values)
    {
        var array = new float[values.numel()];
        Copy(values, array);
        return array;
    }

    public static void Copy(torch.Tensor values, Span<float> target)
    {
        using var here = values.detach().cpu().contiguous();
        MemoryMarshal.Cast<byte, float>(here.bytes).CopyTo(target);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values.Concat(_places.Values))
        {
            tensor.Dispose();
        }

        Weights.Dispose();
        Statistics.Dispose();
    }

    private torch.Tensor Join(bool isTrainable)
    {
        float[] values = [.. _network.Tensors.Where(t => t.IsTrainable == isTrainable).SelectMany(t => t.Values.ToArray())];
        return torch.tensor(values, device: Device);
    }
}
