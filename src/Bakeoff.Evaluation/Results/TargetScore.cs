using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>A column of numbers that was predicted; its metrics are <c>ccc_NAME</c> and so on.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Clips">Number of test clips of which the corpus states it.</param>
public sealed record TargetScore([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("clips")] int Clips);
