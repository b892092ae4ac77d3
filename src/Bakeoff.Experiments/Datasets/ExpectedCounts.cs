using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Datasets;

/// <summary>Counts that the complete corpus has, duplicates counted once.</summary>
public sealed record ExpectedCounts
{
    /// <summary>Clips in all.</summary>
    [JsonPropertyName("clips")]
    public int? Clips { get; init; }

    /// <summary>Speakers.</summary>
    [JsonPropertyName("speakers")]
    public int? Speakers { get; init; }

    /// <summary>Texts.</summary>
    [JsonPropertyName("texts")]
    public int? Texts { get; init; }

    /// <summary>Labels.</summary>
    [JsonPropertyName("labels")]
    public int? Labels { get; init; }

    /// <summary>Clips of each label; labels not listed are not checked.</summary>
    [JsonPropertyName("clips_per_label")]
    public IReadOnlyDictionary<string, int> ClipsPerLabel { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Sample rate in hertz that recordings have unless they are odd.</summary>
    [JsonPropertyName("sample_rate_hz")]
    public int? SampleRateHz { get; init; }

    /// <summary>Shortest usual duration in seconds.</summary>
    [JsonPropertyName("min_seconds")]
    public double? MinSeconds { get; init; }

    /// <summary>Longest usual duration in seconds.</summary>
    [JsonPropertyName("max_seconds")]
    public double? MaxSeconds { get; init; }
}
