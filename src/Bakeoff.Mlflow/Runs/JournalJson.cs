using System.Text.Json.Serialization;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Serialisers of the journal, generated at build time so that trimming and native compilation work.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class JournalJson : JsonSerializerContext;
