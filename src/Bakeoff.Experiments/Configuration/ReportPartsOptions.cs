using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Tests of the trained model that the report shows too: the <c>report:</c> section. Each is run before the report. Changes no metric.</summary>
public sealed record ReportPartsOptions
{
    /// <summary>True to show what each group of features is worth: the stage importance. Default false.</summary>
    [JsonPropertyName("importance")]
    public bool Importance { get; init; }

    /// <summary>True to show what altered recordings cost: the stage stress. Default false.</summary>
    [JsonPropertyName("stress")]
    public bool Stress { get; init; }
}
