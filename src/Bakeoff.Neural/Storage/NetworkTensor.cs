namespace Bakeoff.Neural.Storage;

/// <summary>One named tensor of a network, as <c>weights.safetensors</c> holds it.</summary>
/// <param name="Name">Layer and role, such as <c>lstm_1.weight_ih_l0</c>; layouts are PyTorch's.</param>
/// <param name="Shape">Axes, row-major.</param>
/// <param name="Values">The values; as many as the axes multiply to. A copy, so later training does not change it.</param>
public sealed record NetworkTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
