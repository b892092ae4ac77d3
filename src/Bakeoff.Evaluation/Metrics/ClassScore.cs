using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Metrics of one class. A division by zero gives 0.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Precision">Share of the clips predicted as this class that belong to it.</param>
/// <param name="Recall">Share of the clips of this class that were recognised.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Number of clips of this class.</param>
public sealed record ClassScore(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("precision")] double Precision,
    [property: JsonPropertyName("recall")] double Recall,
    [property: JsonPropertyName("f1")] double F1,
    [property: JsonPropertyName("support")] long Support)
{
    /// <summary>Scores of all classes, in the order of the labels.</summary>
    /// <param name="confusion">Counts of truth against prediction.</param>
    public static IReadOnlyList<ClassScore> All(ConfusionMatrix confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        return
        [
            .. confusion.Labels.Select((label, k) =>
                new ClassScore(label, confusion.Precision(k), confusion.Recall(k), confusion.F1(k), confusion.Support(k))),
        ];
    }
}
