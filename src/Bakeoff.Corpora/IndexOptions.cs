using System.Text.Json.Serialization;

namespace Bakeoff.Corpora;

/// <summary>The part of a corpus description that decides which clips the index lists and what it says about them. The indexer reads this and nothing else.</summary>
/// <remarks>Created by <see cref="DatasetDescription.Index"/>. Its flattened form is the fingerprint of the index.</remarks>
public sealed record IndexOptions
{
    /// <summary>Name of the corpus.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Regular expression over paths that gives label, speaker and text; null where a table states them.</summary>
    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    /// <summary>Table that states label, speaker and text of each path; null where a pattern gives them.</summary>
    [JsonPropertyName("manifest")]
    public ManifestOptions? Manifest { get; init; }

    /// <summary>Label codes and their labels, without regard to case. Empty: the code in lower case is the label.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Speaker codes and their speakers, without regard to case. Empty: the code is the speaker.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyDictionary<string, string> Speakers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Counts of the complete corpus; a difference is a finding.</summary>
    [JsonPropertyName("expected")]
    public ExpectedCounts? Expected { get; init; }

    /// <summary>Files known to be wrong.</summary>
    [JsonPropertyName("known_defects")]
    public IReadOnlyList<KnownDefect> KnownDefects { get; init; } = [];

    /// <summary>Action for a recording that cannot be used.</summary>
    [JsonPropertyName("on_bad_clip")]
    public BadClipAction OnBadClip { get; init; }

    /// <summary>Action for one recording under two labels.</summary>
    [JsonPropertyName("on_conflicting_labels")]
    public ConflictAction OnConflictingLabels { get; init; }

    /// <summary>Shortest usable clip in seconds.</summary>
    [JsonPropertyName("min_seconds")]
    public double MinSeconds { get; init; }

    /// <summary>Peak level in decibels relative to full scale below which a clip is silent.</summary>
    [JsonPropertyName("silence_dbfs")]
    public double SilenceDbfs { get; init; }

    /// <summary>True if the recordings are synthesised; the report says so.</summary>
    [JsonPropertyName("synthetic")]
    public bool IsSynthetic { get; init; }
}
