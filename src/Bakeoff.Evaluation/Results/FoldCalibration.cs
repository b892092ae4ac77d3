using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Calibration of a fold's model.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="Method">Rule: temperature or vector.</param>
/// <param name="HeldOutBy">What held the clips out that it was fitted on: validation or inner_folds.</param>
/// <param name="Clips">Number of these clips.</param>
/// <param name="Temperature">Temperature; null for another method, or if nothing was fitted.</param>
/// <param name="Obstacle">The reason for which nothing was fitted; null if it was.</param>
public sealed record FoldCalibration(
    [property: JsonPropertyName("fold")] string Fold,
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("held_out_by")] string HeldOutBy,
    [property: JsonPropertyName("clips")] int Clips,
    [property: JsonPropertyName("temperature")] double? Temperature,
    [property: JsonPropertyName("obstacle")] string? Obstacle);
