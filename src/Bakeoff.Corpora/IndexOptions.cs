using System.Text.Json.Serialization;
using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>
/// The part of a corpus description that decides which clips the index lists and what it says about them. The indexer reads this and
/// nothing else.
/// </summary>
/// <remarks>Created by <see cref="DatasetDescription.Index"/>. Its flattened form is the fingerprint of the index.</remarks>
public sealed record IndexOptions
{
    /// <summary>Name of the corpus.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Regular expression over paths that gives label, speaker and text; null where something else does.</summary>
    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    /// <summary>Table that states label, speaker and text of each path; null where something else does.</summary>
    [JsonPropertyName("manifest")]
    public ManifestFormat? Manifest { get; init; }

    /// <summary>Any other format that states the clips; null where a pattern or a table does.</summary>
    [JsonPropertyName("format")]
    public ClipFormat? OtherFormat { get; init; }

    /// <summary>Label codes and their labels, without regard to case. Empty: the code in lower case is the label.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Speaker codes and their speakers, without regard to case. Empty: the code is the speaker.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyDictionary<string, string> Speakers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Columns beside label, speaker and text, by name.</summary>
    [JsonPropertyName("columns"), ParameterIfGiven]
    public IReadOnlyDictionary<string, ColumnOptions> Columns { get; init; } =
        new Dictionary<string, ColumnOptions>(StringComparer.Ordinal);

    /// <summary>Tables that say more of clips or people.</summary>
    [JsonPropertyName("metadata"), ParameterIfGiven, OneOrMany]
    public IReadOnlyList<MetadataOptions> Metadata { get; init; } = [];

    /// <summary>Votes that the labels are made of; null: none.</summary>
    [JsonPropertyName("votes"), ParameterIfGiven]
    public VoteOptions? Votes { get; init; }

    /// <summary>Division of recordings into stretches of speech; null: none.</summary>
    [JsonPropertyName("segment"), ParameterIfGiven]
    public SegmentOptions? Segment { get; init; }

    /// <summary>Clips to use; null: all.</summary>
    [JsonPropertyName("where")]
    public ClipFilterOptions? Where { get; init; }

    /// <summary>Counts of the complete corpus; a difference is a finding.</summary>
    [JsonPropertyName("expected")]
    public ExpectedCounts? Expected { get; init; }

    /// <summary>Files known to be wrong.</summary>
    [JsonPropertyName("known_defects")]
    public IReadOnlyList<KnownDefect> KnownDefects { get; init; } = [];

    /// <summary>
    /// Regular expression for audio files that are known to be no clips, such as songs or videos; matched as <c>pattern</c> is. They are
    /// counted, and are no fault. Default null: none.
    /// </summary>
    [JsonPropertyName("ignore")]
    public string? Ignore { get; init; }

    /// <summary>Action for whatever becomes no clip though it seems to be one.</summary>
    [JsonPropertyName("on_bad_clip")]
    public BadClipAction OnBadClip { get; init; }

    /// <summary>Action for one recording under two labels.</summary>
    [JsonPropertyName("on_conflicting_labels")]
    public ConflictAction OnConflictingLabels { get; init; }

    /// <summary>Extensions of recordings that were converted, which tables may still name by them.</summary>
    [JsonPropertyName("convert"), ParameterIfGiven]
    public IReadOnlyList<string> Converted { get; init; } = [];

    /// <summary>Shortest usable clip in seconds.</summary>
    [JsonPropertyName("min_seconds")]
    public double MinSeconds { get; init; }

    /// <summary>Peak level in decibels relative to full scale below which a clip is silent.</summary>
    [JsonPropertyName("silence_dbfs")]
    public double SilenceDbfs { get; init; }

    /// <summary>True if the recordings are synthesised; the report says so.</summary>
    [JsonPropertyName("synthetic")]
    public bool IsSynthetic { get; init; }

    /// <summary>The format that states the clips: the one of the three that is given.</summary>
    /// <exception cref="DatasetException">None is given.</exception>
    [JsonIgnore]
    public ClipFormat Format => OtherFormat ?? Manifest ?? (ClipFormat?)(Pattern is null ? null : new PatternFormat { Path = Pattern })
        ?? throw new DatasetException(DatasetProblem.Description, new ErrorDetails("pattern, manifest and format are missing")
        {
            Where = $"{Name}.yaml",
            Rule = "exactly one of them",
            NextStep = "State how to read label and speaker of a clip.",
        });
}

/// <summary>Action of the index for a recording that cannot be used.</summary>
public enum BadClipAction
{
    /// <summary>Stop and name every such clip.</summary>
    Fail,

    /// <summary>Go on without it and name it in the report.</summary>
    Skip,
}

/// <summary>Action of the index for one recording under two labels.</summary>
public enum ConflictAction
{
    /// <summary>Stop and name the clips.</summary>
    Fail,

    /// <summary>Leave out all clips of the recording: nobody knows which label is right.</summary>
    Exclude,
}
