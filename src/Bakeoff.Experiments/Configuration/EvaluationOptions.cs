using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>How figures on unseen clips are judged: everything under <c>evaluation:</c>.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Coverage of the intervals around each figure. Range 0.5..0.999. Default 0.95.</summary>
    [JsonPropertyName("confidence"), Range(0.5, 0.999)]
    public double Confidence { get; init; } = 0.95;

    /// <summary>Resamplings behind each interval. Range 100..1000000. Default 1000.</summary>
    [JsonPropertyName("bootstrap_draws"), Range(100, 1_000_000)]
    public int BootstrapDraws { get; init; } = 1000;
}
