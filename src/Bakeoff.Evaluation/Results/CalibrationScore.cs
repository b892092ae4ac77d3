using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Evaluation.Results;

/// <summary>Agreement of probabilities with the labels of the test clips.</summary>
/// <param name="Loss">Log loss.</param>
/// <param name="Ece">Expected calibration error, 0 to 1.</param>
/// <param name="EceInterval">Its 95 % interval; null for a single unit.</param>
/// <param name="Bins">Bins of a reliability diagram.</param>
public sealed record CalibrationScore(
    [property: JsonPropertyName("loss")] double Loss,
    [property: JsonPropertyName("ece")] double Ece,
    [property: JsonPropertyName("ece_interval")] BootstrapInterval? EceInterval,
    [property: JsonPropertyName("bins")] IReadOnlyList<ReliabilityBin> Bins);
