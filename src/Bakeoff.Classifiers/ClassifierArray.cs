namespace Bakeoff.Classifiers;

/// <summary>A named array that a trained classifier is made of, on its way to or from a file.</summary>
/// <param name="Name">Name, such as <c>support_vectors</c>.</param>
/// <param name="Shape">Axes, row-major.</param>
/// <param name="Values">The values; as many as the axes multiply to.</param>
public sealed record ClassifierArray(string Name, IReadOnlyList<long> Shape, double[] Values);
