namespace Bakeoff.Classifiers;

/// <summary>A named array of a trained classifier, as it is stored in a file.</summary>
/// <param name="Name">Name, such as <c>support_vectors</c>.</param>
/// <param name="Shape">Lengths of the axes, row-major.</param>
/// <param name="Values">The values; their number is the product of <paramref name="Shape"/>.</param>
public sealed record ClassifierArray(string Name, IReadOnlyList<long> Shape, double[] Values);
