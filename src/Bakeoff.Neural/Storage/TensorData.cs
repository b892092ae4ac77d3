namespace Bakeoff.Neural.Storage;

/// <summary>A named float32 tensor on its way to or from a file.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Shape">Axes, row-major.</param>
/// <param name="Values">The values; as many as the axes multiply to.</param>
internal sealed record TensorData(string Name, int[] Shape, float[] Values);
