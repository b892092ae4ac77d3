using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of some of the test clips: those of a fold, a speaker or a text.</summary>
/// <param name="Name">The fold, speaker or text.</param>
/// <param name="Clips">Number of test clips.</param>
/// <param name="UnweightedAverageRecall">Mean recall of the classes that have clips in the group.</param>
/// <param name="Accuracy">Share of clips recognised.</param>
/// <param name="MacroF1">Mean F1 of the classes that have clips in the group or were predicted.</param>
public sealed record GroupScore(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("clips")] int Clips,
    [property: JsonPropertyName("uar")] double UnweightedAverageRecall,
    [property: JsonPropertyName("accuracy")] double Accuracy,
    [property: JsonPropertyName("macro_f1")] double MacroF1);
