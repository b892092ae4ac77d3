using System.Text.Json.Serialization;

namespace Bakeoff.Pipeline.Running;

/// <summary>JSON form of <see cref="ExperimentRecord"/>, generated at compile time so that start-up stays short.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(ExperimentRecord))]
internal sealed partial class ExperimentRecordJson : JsonSerializerContext;
