using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>How runs appear in MLflow: everything under <c>tracking:</c>. Where they are kept is a matter of the machine (<c>MLFLOW_TRACKING_URI</c>).</summary>
public sealed record TrackingOptions
{
    /// <summary>Whether each training is recorded as a run. Default true.</summary>
    [JsonPropertyName("enabled")]
    public bool IsEnabled { get; init; } = true;

    /// <summary>MLflow experiment that collects the runs; null takes the name of this experiment. Default null.</summary>
    [JsonPropertyName("experiment")]
    public string? Experiment { get; init; }

    /// <summary>Further tags of each run. Default none.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
