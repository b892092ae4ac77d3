using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Options;

/// <summary>
/// Names of enum values in YAML, JSON and tables: snake case, unless a <see cref="JsonStringEnumMemberNameAttribute"/> states another
/// name.
/// </summary>
public static class YamlName
{
    /// <summary>The name of a value.</summary>
    /// <param name="value">A defined value of an enum, such as <c>Leak.SharedSpeakers</c>.</param>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <returns>The name, such as <c>shared_speakers</c>.</returns>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return typeof(TEnum).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
