using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>Counts that the complete corpus has, duplicates counted once.</summary>
public sealed record ExpectedCounts : IValidatedOptions
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

    /// <summary>These without the counts whose keys do not hold; what is usual of a recording stays.</summary>
    internal ExpectedCounts OnlyCounts(Func<string, bool> holds) => this with
    {
        Clips = holds("clips") ? Clips : null,
        Speakers = holds("speakers") ? Speakers : null,
        Texts = holds("texts") ? Texts : null,
        Labels = holds("labels") ? Labels : null,
        ClipsPerLabel = holds("clips_per_label") ? ClipsPerLabel : new Dictionary<string, int>(StringComparer.Ordinal),
    };

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        var counts = new (string Key, int? Value)[]
            {
                ("clips", Clips),
                ("speakers", Speakers),
                ("texts", Texts),
                ("labels", Labels),
                ("sample_rate_hz", SampleRateHz),
            }
            .Concat(ClipsPerLabel.Select(c => (Key: $"clips_per_label.{c.Key}", Value: (int?)c.Value)));
        foreach (var (key, value) in counts.Where(c => c.Value < 1))
        {
            yield return new OptionProblem(key, FormattableString.Invariant($"is {value}, expected at least 1."));
        }

        if (MinSeconds > MaxSeconds)
        {
            var message = FormattableString.Invariant($"is {MinSeconds}, expected at most max_seconds ({MaxSeconds}). Swap them.");
            yield return new OptionProblem("min_seconds", message);
        }
    }
}
