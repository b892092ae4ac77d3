using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>The clips in one range of confidence.</summary>
/// <param name="Low">Lower edge of the range; exclusive.</param>
/// <param name="High">Upper edge of the range; inclusive.</param>
/// <param name="Count">Number of clips.</param>
/// <param name="Confidence">Their mean confidence; 0 for an empty bin.</param>
/// <param name="Accuracy">Share of them that was recognised; 0 for an empty bin.</param>
public sealed record ReliabilityBin(
    [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High,
    [property: JsonPropertyName("clips")] int Count,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("accuracy")] double Accuracy);
