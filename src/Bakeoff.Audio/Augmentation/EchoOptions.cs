using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Echoes of altered copies.</summary>
public sealed record EchoOptions
{
    /// <summary>Longest time to the first echo, and from each to the next; each copy draws from half of it to all of it. Default 0.3.</summary>
    [JsonPropertyName("delay_seconds")]
    [Range(0.01, 5.0)]
    public double DelaySeconds { get; init; } = 0.3;

    /// <summary>Echoes. Range 1..20. Default 3.</summary>
    [JsonPropertyName("repeats")]
    [Range(1, 20)]
    public int Repeats { get; init; } = 3;

    /// <summary>Level of each echo in dB below the one before, of the first below the recording. Default 8.</summary>
    [JsonPropertyName("decay_db")]
    [Range(0.0, 60.0)]
    public double DecayDb { get; init; } = 8;
}
