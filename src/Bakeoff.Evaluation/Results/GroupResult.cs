using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of a group of test clips, such as those of women.</summary>
/// <param name="Name">Value of the column, or range of numbers.</param>
/// <param name="Clips">Number of test clips.</param>
/// <param name="Speakers">Number of their speakers; null where some are unknown.</param>
/// <param name="Figures">The metrics, the headline first; without those that are not defined.</param>
public sealed record GroupResult(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("clips")] int Clips,
    [property: JsonPropertyName("speakers")] int? Speakers,
    [property: JsonPropertyName("figures")] IReadOnlyList<GroupFigure> Figures);
