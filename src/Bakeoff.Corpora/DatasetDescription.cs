using System.Text.Json.Serialization;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A corpus as <c>experiments/datasets/NAME.yaml</c> states it: where it comes from, what its file names mean, what is wrong with it.</summary>
public sealed record DatasetDescription : IValidatedOptions
{
    /// <summary>Short name, equal to the file's name without extension.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Full title, as its makers call it.</summary>
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    /// <summary>Licence of the recordings, in its makers' words.</summary>
    [JsonPropertyName("licence")]
    public string Licence { get; init; } = "";

    /// <summary>Whether the licence lets anyone pass single recordings on, so that a report may carry them; otherwise it links to them on this machine. Default false.</summary>
    [JsonPropertyName("redistributable")]
    public bool IsRedistributable { get; init; }

    /// <summary>What to cite when results on this corpus are published.</summary>
    [JsonPropertyName("citation")]
    public string Citation { get; init; } = "";

    /// <summary>Language of the recordings.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>Places to fetch the recordings from, tried in order. Empty: only a local archive or folder serves.</summary>
    [JsonPropertyName("sources")]
    public IReadOnlyList<DatasetSource> Sources { get; init; } = [];

    /// <summary>Regular expression with the named groups <c>label</c>, <c>speaker</c> and <c>text</c> (the last two may be missing), matched without regard to case
    /// against the end of a file's path from a folder boundary on. Left out where a manifest states the clips.</summary>
    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    /// <summary>Table that states path, label, speaker and text of every clip, instead of a pattern.</summary>
    [JsonPropertyName("manifest")]
    public ManifestOptions? Manifest { get; init; }

    /// <summary>From the codes in file names to labels, without regard to case. Empty: the code in lower case is the label. Otherwise every code must be listed.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>From the codes in file names to speakers, without regard to case. Empty: the code is the speaker. Otherwise every code must be listed.</summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyDictionary<string, string> Speakers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Counts that the complete corpus has; a difference is a finding of the index, not an error.</summary>
    [JsonPropertyName("expected")]
    public ExpectedCounts? Expected { get; init; }

    /// <summary>Files known to be wrong, each with what to do about it.</summary>
    [JsonPropertyName("known_defects")]
    public IReadOnlyList<KnownDefect> KnownDefects { get; init; } = [];

    /// <summary>What to do with a recording that is empty, truncated, silent, too short or not audio. Default: fail.</summary>
    [JsonPropertyName("on_bad_clip")]
    public BadClipAction OnBadClip { get; init; } = BadClipAction.Fail;

    /// <summary>What to do when the same recording appears under two labels. Default: fail.</summary>
    [JsonPropertyName("on_conflicting_labels")]
    public ConflictAction OnConflictingLabels { get; init; } = ConflictAction.Fail;

    /// <summary>Shortest usable clip in seconds. Default 0.05: two frames of 25 ms.</summary>
    [JsonPropertyName("min_seconds")]
    public double MinSeconds { get; init; } = 0.05;

    /// <summary>A clip whose largest sample stays below this level, in decibels relative to full scale, is silent. Default -70.</summary>
    [JsonPropertyName("silence_dbfs")]
    public double SilenceDbfs { get; init; } = -70;

    /// <summary>Voices, words and takes to synthesise, for a corpus that comes from no recording.</summary>
    [JsonPropertyName("synthetic")]
    public SyntheticCorpusOptions? Synthetic { get; init; }

    /// <summary>Corpora that this one is made of, for training on one and testing on another; instead of a pattern or manifest.</summary>
    [JsonPropertyName("corpora")]
    public IReadOnlyList<CorpusPartOptions> Corpora { get; init; } = [];

    /// <summary>The part that the index is made by.</summary>
    [JsonIgnore]
    public IndexOptions Index => new()
    {
        Name = Name,
        Pattern = Pattern,
        Manifest = Manifest,
        Labels = Labels,
        Speakers = Speakers,
        Expected = Expected,
        KnownDefects = KnownDefects,
        OnBadClip = OnBadClip,
        OnConflictingLabels = OnConflictingLabels,
        MinSeconds = MinSeconds,
        SilenceDbfs = SilenceDbfs,
        IsSynthetic = Synthetic is not null,
    };

    /// <summary>The part that pages print about the corpus.</summary>
    [JsonIgnore]
    public CorpusIdentity Identity => new() { Title = Title, Licence = Licence, Citation = Citation, IsRedistributable = IsRedistributable };

    /// <summary>The part that the recordings are acquired by.</summary>
    /// <param name="source">Archive or folder at hand, or <see cref="RecordingsSource.None"/>. Public sources count only without one.</param>
    public AcquisitionOptions AcquiredFrom(RecordingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AcquisitionOptions { Name = Name, Sources = source.Content is null ? Sources : [], Synthetic = Synthetic, Identity = Identity };
    }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Name.Length == 0)
        {
            yield return new OptionProblem("name", "is empty, expected the file's name without extension.");
        }

        if (Corpora.Count > 0)
        {
            if (Pattern is not null || Manifest is not null || Synthetic is not null || Sources.Count > 0)
            {
                yield return new OptionProblem("corpora", "is given beside pattern, manifest, synthetic or sources, expected it alone. Each corpus states these in its own file.");
            }

            if (Corpora.Count < 2 || Corpora.Select(part => part.Dataset).Distinct(StringComparer.Ordinal).Count() < Corpora.Count)
            {
                yield return new OptionProblem("corpora", "names fewer than two different corpora, or one twice, expected each once.");
            }
        }
        else if (Pattern is null == Manifest is null)
        {
            yield return new OptionProblem("pattern", "and manifest are " + (Pattern is null ? "both missing" : "both given") + ", expected exactly one. State how to read label and speaker of a clip.");
        }

        if (Pattern is not null && ClipNamePattern.Problem(Pattern) is { } fault)
        {
            yield return new OptionProblem("pattern", fault);
        }

        if (!(MinSeconds >= 0 && MinSeconds <= 60))
        {
            yield return new OptionProblem("min_seconds", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is {MinSeconds}, expected 0 to 60 seconds."));
        }

        if (!(SilenceDbfs <= 0))
        {
            yield return new OptionProblem("silence_dbfs", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is {SilenceDbfs}, expected at most 0 (full scale)."));
        }
    }
}
