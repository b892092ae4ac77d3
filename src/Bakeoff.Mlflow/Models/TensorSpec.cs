namespace Bakeoff.Mlflow.Models;

/// <summary>A named tensor in a model's signature.</summary>
/// <param name="Name">Name of the input or output.</param>
/// <param name="DataType">NumPy's name of the element type, such as <c>float32</c> or <c>int64</c>.</param>
/// <param name="Shape">Axes; -1 for a length that varies.</param>
public sealed record TensorSpec(string Name, string DataType, IReadOnlyList<long> Shape);
