using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Neural;

/// <summary>Writes enum members with their snake-case names of the YAML.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
