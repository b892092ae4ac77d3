using System.Text.Json.Serialization;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline;

/// <summary>JSON form of the records and caches on disk, generated at compile time; one for all, so that what they share is made once in a process.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NewLine = "\n")]
[JsonSerializable(typeof(StoreRecord))]
[JsonSerializable(typeof(ExperimentRecord))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PipelineJson : JsonSerializerContext;
