using System.Globalization;
using Bakeoff.Options.Binding;

namespace Bakeoff.Options.Resolution;

/// <summary>The one text of a scalar value, the same in every culture; shortest digits that read back to the same number.</summary>
internal static class CanonicalText
{
    /// <summary>The text of a scalar, unquoted; <c>null</c> for null.</summary>
    public static string Of(object? value, ValueShape shape) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => text,
        double number => Lower(number.ToString("R", CultureInfo.InvariantCulture)),
        float number => Lower(number.ToString("R", CultureInfo.InvariantCulture)),
        Enum choice => shape.Choices.First(c => c.Value.Equals(choice)).Name,
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is no scalar."),
    };

    private static string Lower(string number) => number.Replace('E', 'e');
}
