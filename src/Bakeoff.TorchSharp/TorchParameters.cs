using Bakeoff.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace Bakeoff.TorchSharp;

/// <summary>A network's weights and statistics as tensors of libtorch, by the names that model files use.</summary>
internal sealed class TorchParameters : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Network _network;

    public TorchParameters(Network network, torch.Device device)
    {
        _network = network;
        Device = device;
        foreach (var tensor in network.Tensors)
        {
            using var values = torch.tensor(tensor.Values.ToArray(), [.. tensor.Shape.Select(axis => (long)axis)]);
            var copy = values.to(device, copy: true);
            _tensors[tensor.Name] = tensor.IsTrainable ? new Parameter(copy) : copy;
        }
    }

    public torch.Device Device { get; }

    public torch.Tensor this[string name] => _tensors[name];

    /// <summary>The trained tensors.</summary>
    public IEnumerable<Parameter> Trainable() => _tensors.Values.OfType<Parameter>();

    /// <summary>The trained tensors to which weight decay applies, or the others.</summary>
    /// <param name="decays">True for those to which it applies.</param>
    public IEnumerable<Parameter> Trainable(bool decays) => _network.Tensors
        .Where(tensor => tensor.IsTrainable && tensor.Decays == decays)
        .Select(tensor => (Parameter)_tensors[tensor.Name]);

    /// <summary>Replaces our tensors by those that a module of libtorch owns, and gives them our values.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="module">The module, on the device.</param>
    public void Adopt(string layer, torch.nn.Module module)
    {
        using var noGradients = torch.no_grad();
        foreach (var (role, parameter) in module.named_parameters())
        {
            var name = $"{layer}.{role}";
            parameter.copy_(_tensors[name]);
            _tensors[name].Dispose();
            _tensors[name] = parameter;
        }
    }

    /// <summary>Copies all values into the network.</summary>
    public void Save()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var tensor in _network.Tensors)
        {
            _tensors[tensor.Name].detach().cpu().contiguous().data<float>().ToArray().CopyTo(tensor.Values);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
