using Bakeoff.Neural.Layers;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.Networks;

/// <summary>The name and the weights of the layer that is being written.</summary>
internal sealed class LayerScope(GraphBuilder graph, string name, IReadOnlyDictionary<string, NetworkTensor> tensors)
{
    public GraphBuilder Graph { get; } = graph;

    public string Name { get; } = name;

    /// <summary>A layer inside this one.</summary>
    public LayerScope Part(string role) => new(Graph, $"{Name}.{role}", tensors);

    /// <summary>Values of one of the layer's tensors.</summary>
    public ReadOnlySpan<float> Weights(string role) => tensors[$"{Name}.{role}"].Values;

    /// <summary>One of the layer's tensors as it is.</summary>
    public string Tensor(string role)
    {
        var tensor = tensors[$"{Name}.{role}"];
        return Graph.Tensor(tensor.Name, tensor.Values, [.. tensor.Shape.Select(axis => (long)axis)]);
    }

    /// <summary>A matrix [rows, columns] of the layer as [columns, rows].</summary>
    public string Transposed(string role)
    {
        var tensor = tensors[$"{Name}.{role}"];
        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        var transposed = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = tensor.Values[(row * columns) + column];
            }
        }

        return Graph.Tensor(tensor.Name + ".transposed", transposed, columns, rows);
    }

    /// <summary>A tensor made of the layer's weights.</summary>
    public string Tensor(string role, ReadOnlySpan<float> values, params long[] shape) => Graph.Tensor($"{Name}.{role}", values, shape);
}
