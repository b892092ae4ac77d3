using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Early stopping on clips of the training side that are held out: whole speakers; of a single speaker whole texts, and without
/// texts single clips. No tree is grown on them.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>Rounds without a lower log loss of the held-out clips after which training stops. Range 1..1000. Default 10.</summary>
    [JsonPropertyName("patience")]
    [Range(1, 1000)]
    public int Patience { get; init; } = 10;

    /// <summary>Share of the clips that is held out, as far as whole speakers allow. Range 0.01..0.9. Default 0.2.</summary>
    [JsonPropertyName("validation")]
    [Range(0.01, 0.9)]
    public double Validation { get; init; } = 0.2;
}
