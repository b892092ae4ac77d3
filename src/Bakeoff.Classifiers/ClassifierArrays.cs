using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers;

/// <summary>The arrays from which a classifier is restored. Shapes are checked on access.</summary>
/// <param name="arrays">Arrays with different names.</param>
public sealed class ClassifierArrays(IEnumerable<ClassifierArray> arrays)
{
    private readonly Dictionary<string, ClassifierArray> _arrays = arrays.ToDictionary(static array => array.Name, StringComparer.Ordinal);

    /// <summary>Gets an array and checks its shape.</summary>
    /// <param name="name">Name of the array.</param>
    /// <param name="shape">Expected lengths of the axes; -1 allows any length.</param>
    /// <exception cref="ClassifierException">The array is missing or has another shape.</exception>
    public ClassifierArray Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!_arrays.TryGetValue(name, out var array))
        {
            throw new ClassifierException(new ErrorDetails($"array {name} is missing"));
        }

        var fits = array.Shape.Count == shape.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
        {
            fits = shape[axis] < 0 || shape[axis] == array.Shape[axis];
        }

        return fits
            ? array
            : throw new ClassifierException(new ErrorDetails($"array {name} has shape {{value}}")
            {
                Value = Format(array.Shape),
                Rule = $"{Format(shape.ToArray())} (-1 for any length)",
            });
    }

    private static string Format(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(static length => length.ToString(CultureInfo.InvariantCulture)))}]";
}
