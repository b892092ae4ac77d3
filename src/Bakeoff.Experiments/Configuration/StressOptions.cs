using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Sounds and limits of one condition of a stress test, or the limits of all conditions of a preset.</summary>
public sealed record StressOptions
{
    /// <summary>
    /// Largest loss of UAR, of numbers CCC, against the recordings as they are. Default null: no limit, for a preset its published ones.
    /// </summary>
    [JsonPropertyName("max_drop"), Range(0.0, 2.0)]
    public double? MaxDrop { get; init; }

    /// <summary>
    /// Least share of predictions that stay as they are. Default null: no limit, for a preset its published ones.
    /// </summary>
    [JsonPropertyName("min_unchanged"), Range(0.0, 1.0)]
    public double? MinUnchanged { get; init; }

    /// <summary>
    /// WAV file of noise, or folder of them, for a condition with a name of your own that ends in the distance, such as babble_20db.
    /// Default null.
    /// </summary>
    [JsonPropertyName("noise")]
    public string? Noise { get; init; }

    /// <summary>
    /// WAV file of an impulse response, or folder of them, for a condition with a name of your own, such as lecture_hall. Default null.
    /// </summary>
    [JsonPropertyName("room")]
    public string? Room { get; init; }
}
