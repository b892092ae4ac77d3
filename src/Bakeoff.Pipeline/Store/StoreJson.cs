using System.Text.Json.Serialization;

namespace Bakeoff.Pipeline.Store;

/// <summary>JSON form of <see cref="StoreRecord"/>, generated at compile time so that start-up stays short.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(StoreRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
