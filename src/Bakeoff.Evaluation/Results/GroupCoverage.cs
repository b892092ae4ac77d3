using System.Text.Json.Serialization;

namespace Bakeoff.Evaluation.Results;

/// <summary>Coverage of the sets of a group of test clips.</summary>
/// <param name="Kind">Kind of the group: fold, speaker, or the column that divides the clips.</param>
/// <param name="Name">The fold, the speaker or the value of the column.</param>
/// <param name="Clips">Number of test clips.</param>
/// <param name="Found">Share of them whose set holds the true label.</param>
public sealed record GroupCoverage(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("clips")] int Clips,
    [property: JsonPropertyName("found")] double Found);
