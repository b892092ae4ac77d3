using System.Text.Json.Serialization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>One line of a journal. Which properties are set depends on the kind.</summary>
internal sealed record JournalEntry
{
    internal const string HeaderKind = "header";
    internal const string RunKind = "run";
    internal const string MetricKind = "m";
    internal const string ParameterKind = "p";
    internal const string TagKind = "t";
    internal const string InputKind = "input";
    internal const string ArtifactKind = "artifact";
    internal const string EndKind = "end";

    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Metric, parameter or tag key; artifact path.</summary>
    [JsonPropertyName("k")]
    public string? Key { get; init; }

    /// <summary>Parameter or tag value; name of the file that holds an artifact's content until it is sent.</summary>
    [JsonPropertyName("x")]
    public string? Text { get; init; }

    [JsonPropertyName("v")]
    public double Value { get; init; }

    [JsonPropertyName("ms")]
    public long TimestampMs { get; init; }

    [JsonPropertyName("s")]
    public long Step { get; init; }

    [JsonPropertyName("status")]
    public RunStatus? Status { get; init; }

    [JsonPropertyName("input")]
    public DatasetInput? Input { get; init; }

    [JsonPropertyName("header")]
    public JournalHeader? Header { get; init; }

    [JsonPropertyName("run_id")]
    public string? RunId { get; init; }

    [JsonPropertyName("experiment_id")]
    public string? ExperimentId { get; init; }
}
