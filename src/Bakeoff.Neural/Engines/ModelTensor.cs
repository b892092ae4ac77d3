namespace Bakeoff.Neural.Engines;

/// <summary>A tensor with the name of a network's input or output.</summary>
/// <param name="name">Name of the input or output.</param>
/// <param name="shape">Lengths of the dimensions; empty for a single number.</param>
public abstract class ModelTensor(string name, IReadOnlyList<long> shape)
{
    /// <summary>Name of the input or output.</summary>
    public string Name { get; } = name;

    /// <summary>Lengths of the dimensions; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; } = shape;
}

/// <summary>A tensor of float32.</summary>
/// <param name="name">Name of the input or output.</param>
/// <param name="shape">Lengths of the dimensions; empty for a single number.</param>
/// <param name="values">Row-major values, as many as the shape has places.</param>
public sealed class FloatTensor(string name, IReadOnlyList<long> shape, float[] values) : ModelTensor(name, shape)
{
    /// <summary>Row-major values.</summary>
    public float[] Values { get; } = values;
}

/// <summary>A tensor of int64.</summary>
/// <param name="name">Name of the input or output.</param>
/// <param name="shape">Lengths of the dimensions; empty for a single number.</param>
/// <param name="values">Row-major values, as many as the shape has places.</param>
public sealed class IntegerTensor(string name, IReadOnlyList<long> shape, long[] values) : ModelTensor(name, shape)
{
    /// <summary>Row-major values.</summary>
    public long[] Values { get; } = values;
}
