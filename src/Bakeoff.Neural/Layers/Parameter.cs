namespace Bakeoff.Neural.Layers;

/// <summary>A named tensor of weights inside the one array that holds all weights of a network.</summary>
/// <param name="Name">Layer and role, such as <c>lstm_1.weight_ih_l0</c>; layouts are PyTorch's.</param>
/// <param name="Shape">Axes, row-major.</param>
/// <param name="Offset">First value in <see cref="ParameterStore.Values"/>.</param>
/// <param name="IsTrainable">False for running statistics, which no gradient reaches.</param>
/// <param name="Decays">Whether weight decay applies: matrices yes, biases and scales no.</param>
internal sealed record Parameter(string Name, int[] Shape, int Offset, bool IsTrainable, bool Decays)
{
    public int Length { get; } = Shape.Aggregate(1, (product, axis) => checked(product * axis));
}
