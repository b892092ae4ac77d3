using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>
/// The clips of a corpus to use, by names and numbers that the index knows. A clip is selected if it fits every key that is given.
/// </summary>
/// <remarks>Names are those after the description's maps; they are compared without regard to case and normal form.</remarks>
public sealed record ClipFilterOptions : IValidatedOptions
{
    /// <summary>Texts to use. Default null: all.</summary>
    [JsonPropertyName("texts")]
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Speakers to use. Default null: all.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyList<string>? Speakers { get; init; }

    /// <summary>Labels to use. Default null: all.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Shortest clip to use, in seconds; shorter ones are left out and are no fault. Default null: any.</summary>
    [JsonPropertyName("min_seconds"), ParameterIfGiven]
    public double? MinSeconds { get; init; }

    /// <summary>Longest clip to use, in seconds. Default null: any.</summary>
    [JsonPropertyName("max_seconds"), ParameterIfGiven]
    public double? MaxSeconds { get; init; }

    /// <summary>
    /// Most clips of a speaker to use: those whose samples have the first SHA-256 in order, which is as good as drawn by lot and the same
    /// wherever files lie. Default null: all.
    /// </summary>
    [JsonPropertyName("max_clips_per_speaker"), ParameterIfGiven, Range(1, int.MaxValue)]
    public int? MaxClipsPerSpeaker { get; init; }

    /// <summary>
    /// Values to use of a column: names, or numbers such as <c>30</c>, <c>">=30"</c> or <c>">=20 &lt;40"</c>; one of a list must fit. Clips
    /// without a value do not.
    /// </summary>
    [OtherKeys, OneOrMany]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (
            var (key, names) in new[] { ("texts", Texts), ("speakers", Speakers), ("labels", Labels) }
                .Concat(Columns.Select(static column => (column.Key, (IReadOnlyList<string>?)column.Value))))
        {
            if (names is { Count: 0 })
            {
                yield return new OptionProblem(key, $"has 0 items, expected {key} to use. Add some, or remove the key to use all.");
            }
        }

        foreach (var (key, value) in new[] { ("min_seconds", MinSeconds), ("max_seconds", MaxSeconds) })
        {
            if (value is { } seconds && !(seconds > 0 && double.IsFinite(seconds)))
            {
                yield return new OptionProblem(key, string.Create(CultureInfo.InvariantCulture, $"is {seconds}, expected above 0 seconds."));
            }
        }

        if (MinSeconds > MaxSeconds)
        {
            yield return new OptionProblem(
                "min_seconds",
                string.Create(CultureInfo.InvariantCulture, $"is {MinSeconds}, expected at most max_seconds ({MaxSeconds}). Swap them."));
        }
    }
}
