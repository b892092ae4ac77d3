using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Engines;

/// <summary>One tensor of a network's weights or running statistics, as engines read and replace it.</summary>
public sealed class NetworkTensor
{
    private readonly ParameterStore _store;
    private readonly Parameter _parameter;

    internal NetworkTensor(ParameterStore store, Parameter parameter)
    {
        _store = store;
        _parameter = parameter;
    }

    /// <summary>Layer and role, such as <c>lstm_1.weight_ih_l0</c>; names and layouts are PyTorch's.</summary>
    public string Name => _parameter.Name;

    /// <summary>Axes, row-major.</summary>
    public IReadOnlyList<int> Shape => _parameter.Shape;

    /// <summary>False for running statistics, which no gradient reaches.</summary>
    public bool IsTrainable => _parameter.IsTrainable;

    /// <summary>Whether weight decay applies: matrices yes, biases and scales no.</summary>
    public bool Decays => _parameter.Decays;

    /// <summary>The values; as many as the axes multiply to. What is written here changes the network.</summary>
    public Span<float> Values => _store.Value(_parameter);
}
