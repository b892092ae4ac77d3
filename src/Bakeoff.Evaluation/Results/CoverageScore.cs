using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Results;

/// <summary>Sets of labels of a stated coverage on the test clips.</summary>
/// <param name="Stated">The stated share of clips whose set holds the true label.</param>
/// <param name="Found">The share on the test clips.</param>
/// <param name="Interval">Its 95 % interval; null for a single unit.</param>
/// <param name="MeanSize">Mean number of labels in a set.</param>
/// <param name="Groups">The share for each fold and speaker where there are several, and for each group of clips.</param>
public sealed record CoverageScore(
    [property: JsonPropertyName("stated")] double Stated,
    [property: JsonPropertyName("found")] double Found,
    [property: JsonPropertyName("interval")] BootstrapInterval? Interval,
    [property: JsonPropertyName("mean_size")] double MeanSize,
    [property: JsonPropertyName("groups")] IReadOnlyList<GroupCoverage> Groups);
