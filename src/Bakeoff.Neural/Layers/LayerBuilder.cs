namespace Bakeoff.Neural.Layers;

/// <summary>Names the layer under construction and creates its tensors.</summary>
/// <remarks>The tensors' values exist once all layers are built: fill them in
/// <see cref="Layer.Initialize"/>, not in the constructor.</remarks>
public sealed class LayerBuilder
{
    private readonly ParameterStore _store;
    private readonly char _separator;

    internal LayerBuilder(string name, int position, ParameterStore store, char separator = '.')
    {
        _separator = separator;
        Name = name;
        Position = position;
        _store = store;
    }

    /// <summary>Kind and number of the layer, such as <c>lstm_1</c>.</summary>
    public string Name { get; }

    /// <summary>Index of the layer in the network, from 0.</summary>
    public int Position { get; }

    /// <summary>Creates a trained tensor to which weight decay applies.</summary>
    /// <param name="role">Role within the layer, such as <c>weight</c>; unique in the layer.</param>
    /// <param name="shape">Axes, row-major; each positive.</param>
    public NetworkTensor Weight(string role, params int[] shape) => _store.Add($"{Name}{_separator}{role}", shape, decays: true);

    /// <summary>Creates a trained tensor to which weight decay does not apply: a bias or a scale.</summary>
    /// <inheritdoc cref="Weight"/>
    public NetworkTensor Bias(string role, params int[] shape) => _store.Add($"{Name}{_separator}{role}", shape);

    /// <summary>Creates a tensor of running statistics: saved with the weights, without gradient.</summary>
    /// <inheritdoc cref="Weight"/>
    public NetworkTensor Statistic(string role, params int[] shape) => _store.Add($"{Name}{_separator}{role}", shape, isTrainable: false);

    /// <summary>The builder of a layer inside this one.</summary>
    /// <param name="role">Role of that layer, such as <c>linear1</c>.</param>
    /// <param name="separator">Stands between its name and the roles of its tensors.</param>
    internal LayerBuilder Part(string role, char separator = '.') => new($"{Name}.{role}", Position, _store, separator);
}
