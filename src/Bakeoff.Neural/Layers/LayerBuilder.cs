namespace Bakeoff.Neural.Layers;

/// <summary>Names the layer under construction and collects its tensors.</summary>
internal sealed class LayerBuilder(string name, int position, ParameterStore store)
{
    public string Name { get; } = name;

    /// <summary>Index of the layer in the network, from 0.</summary>
    public int Position { get; } = position;

    public ParameterStore Store { get; } = store;

    public Parameter Weight(string role, params int[] shape) => Store.Add($"{Name}.{role}", shape, decays: true);

    public Parameter Bias(string role, params int[] shape) => Store.Add($"{Name}.{role}", shape);

    public Parameter Statistic(string role, params int[] shape) => Store.Add($"{Name}.{role}", shape, trainable: false);
}
