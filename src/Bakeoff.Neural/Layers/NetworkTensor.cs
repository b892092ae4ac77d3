namespace Bakeoff.Neural.Layers;

/// <summary>One named tensor of a network: weights that training changes, or running statistics.</summary>
/// <remarks>A view into the arrays that hold all weights of the network: what is
/// written to <see cref="Values"/> changes the network.</remarks>
public sealed class NetworkTensor
{
    private readonly ParameterStore _store;
    private readonly int[] _shape;

    internal NetworkTensor(ParameterStore store, string name, int[] shape, int offset)
    {
        _store = store;
        _shape = shape;
        Name = name;
        Offset = offset;
        Length = shape.Aggregate(1, static (product, axis) => checked(product * axis));
    }

    /// <summary>Layer and role, such as <c>lstm_1.weight_ih_l0</c>; names and layouts are PyTorch's.</summary>
    public string Name { get; }

    /// <summary>Axes, row-major.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>Number of values: the product of the axes.</summary>
    public int Length { get; }

    /// <summary>False for running statistics, which have no gradient.</summary>
    public bool IsTrainable { get; internal init; } = true;

    /// <summary>True if weight decay applies: matrices yes, biases and scales no.</summary>
    public bool Decays { get; internal init; }

    /// <summary>The values, row-major. Available once the network is built, so not in a layer's constructor.</summary>
    public Span<float> Values => (IsTrainable ? _store.Values : _store.Statistics).AsSpan(Offset, Length);

    /// <summary>Gradient of the loss by each value, row-major; written by a layer's backward pass.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds running statistics.</exception>
    public Span<float> Gradients => IsTrainable
        ? _store.Gradients.AsSpan(Offset, Length)
        : throw new InvalidOperationException($"{Name} holds running statistics, which have no gradient.");

    /// <summary>First value in <see cref="ParameterStore.Values"/> or <see cref="ParameterStore.Statistics"/>.</summary>
    internal int Offset { get; }

    internal int[] Axes => _shape;
}
