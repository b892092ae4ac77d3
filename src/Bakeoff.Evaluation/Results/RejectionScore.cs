using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Answers of a system that keeps silent below a probability.</summary>
/// <param name="Threshold">Least probability of the most probable label.</param>
/// <param name="HeldOutKept">Share of the held-out clips that are answered, by which the threshold may be chosen.</param>
/// <param name="HeldOutAccuracy">Share of these that are right; null if none is answered.</param>
/// <param name="Kept">Share of the test clips that are answered.</param>
/// <param name="Accuracy">Share of these that are right; null if none is answered.</param>
public sealed record RejectionScore(
    [property: JsonPropertyName("threshold")] double Threshold,
    [property: JsonPropertyName("held_out_kept")] double HeldOutKept,
    [property: JsonPropertyName("held_out_accuracy")] double? HeldOutAccuracy,
    [property: JsonPropertyName("kept")] double Kept,
    [property: JsonPropertyName("accuracy")] double? Accuracy);
