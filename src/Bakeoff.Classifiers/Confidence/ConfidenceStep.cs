using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Confidence;

/// <summary>Answers of a model that keeps silent below a probability.</summary>
/// <param name="Threshold">Least probability of the most probable class.</param>
/// <param name="Kept">Number of held-out clips that reach it.</param>
/// <param name="Right">Number of these that are classified correctly.</param>
public sealed record ConfidenceStep(
    [property: JsonPropertyName("threshold")] double Threshold,
    [property: JsonPropertyName("kept")] int Kept,
    [property: JsonPropertyName("right")] int Right)
{
    /// <summary>Share of the answered clips that are right; null if none is answered.</summary>
    [JsonIgnore]
    public double? Accuracy => Kept == 0 ? null : Right / (double)Kept;

    /// <summary>Adds up the counts of several models.</summary>
    /// <param name="models">Steps of each model; those of a model without any are left out.</param>
    /// <returns>Steps over all models, none if no model has any.</returns>
    public static IReadOnlyList<ConfidenceStep> Sum(IReadOnlyList<IReadOnlyList<ConfidenceStep>> models) =>
    [
        .. models.SelectMany(static steps => steps)
            .GroupBy(static step => step.Threshold)
            .Select(static same => new ConfidenceStep(same.Key, same.Sum(static step => step.Kept), same.Sum(static step => step.Right))),
    ];
}
