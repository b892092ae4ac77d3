using System.Globalization;

namespace Bakeoff.Neural.Engines;

/// <summary>Name, type and shape of an input or output, as a network states them.</summary>
/// <param name="name">Its name.</param>
/// <param name="elementType">Type of its numbers, such as <see cref="Float32"/> or <see cref="Int64"/>.</param>
/// <param name="shape">Lengths of the dimensions, null where any length is taken.</param>
public sealed class TensorForm(string name, string elementType, IReadOnlyList<long?> shape)
{
    /// <summary>Element type of <see cref="FloatTensor"/>.</summary>
    public const string Float32 = "float32";

    /// <summary>Element type of <see cref="IntegerTensor"/>.</summary>
    public const string Int64 = "int64";

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Type of its numbers.</summary>
    public string ElementType { get; } = elementType;

    /// <summary>Lengths of the dimensions, null where any length is taken.</summary>
    public IReadOnlyList<long?> Shape { get; } = shape;

    /// <summary>The form as a person writes it, such as <c>state float32[2, ?, 128]</c>.</summary>
    public override string ToString() =>
        $"{Name} {ElementType}[{string.Join(", ", Shape.Select(static length => length?.ToString(CultureInfo.InvariantCulture) ?? "?"))}]";
}
