using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Neural;

/// <summary>Writes an enum member as the snake_case word that YAML uses.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
