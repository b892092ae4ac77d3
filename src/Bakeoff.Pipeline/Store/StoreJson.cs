using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Pipeline.Store;

/// <summary>JSON form of records, generated at compile time so that start-up stays short.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(StoreRecord))]
[JsonSerializable(typeof(FingerprintContent))]
[JsonSerializable(typeof(ExperimentRecord))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StoreJson : JsonSerializerContext;
