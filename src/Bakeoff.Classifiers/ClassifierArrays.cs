using System.Globalization;

namespace Bakeoff.Classifiers;

/// <summary>Arrays of a classifier by name, with their shapes checked as they are asked for.</summary>
internal sealed class ClassifierArrays(IReadOnlyDictionary<string, ClassifierArray> arrays)
{
    /// <summary>An array of a known shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its axes; -1 for any length.</param>
    /// <exception cref="InvalidDataException">It is missing or of another shape.</exception>
    public ClassifierArray Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!arrays.TryGetValue(name, out var array))
        {
            throw new InvalidDataException($"array {name} is missing. Copy the model's whole folder again.");
        }

        var fits = array.Shape.Count == shape.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
        {
            fits = shape[axis] < 0 || shape[axis] == array.Shape[axis];
        }

        return fits ? array : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"array {name} has shape [{string.Join(", ", array.Shape)}], expected [{string.Join(", ", shape.ToArray())}] (-1 for any). Copy the model's whole folder again."));
    }
}
