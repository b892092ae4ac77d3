using Bakeoff.Audio.Decoding;
using System.Text.Json.Serialization;
using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A corpus as <c>experiments/datasets/NAME.yaml</c> describes it: sources, meaning of its file names, known defects.</summary>
/// <remarks>
/// Each stage reads a part of it: <see cref="AcquiredFrom"/>, <see cref="Index"/> and <see cref="Identity"/> hand out the parts.
/// </remarks>
public sealed record DatasetDescription : IValidatedOptions
{
    private const string ExactlyOne =
        "expected exactly one of pattern, manifest and format. State how to read label and speaker of a clip.";

    /// <summary>Short name, equal to the file's name without extension.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Full title, as its makers call it.</summary>
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    /// <summary>Licence of the recordings, in its makers' words.</summary>
    [JsonPropertyName("licence")]
    public string Licence { get; init; } = "";

    /// <summary>
    /// True if the licence lets anyone pass single recordings on, so that a report may embed them; otherwise it links to them on this
    /// machine. Default false.
    /// </summary>
    [JsonPropertyName("redistributable")]
    public bool IsRedistributable { get; init; }

    /// <summary>Reference to cite when results on this corpus are published.</summary>
    [JsonPropertyName("citation")]
    public string Citation { get; init; } = "";

    /// <summary>Language of the recordings.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>
    /// Comparisons of this description with real file names or recordings: with which result, and how known differences are explained.
    /// Default null: there were none.
    /// </summary>
    [JsonPropertyName("checked")]
    public string? Checked { get; init; }

    /// <summary>Places to fetch the recordings from, tried in order. Empty: only a local archive or folder serves.</summary>
    [JsonPropertyName("sources")]
    public IReadOnlyList<DatasetSource> Sources { get; init; } = [];

    /// <summary>
    /// Encoding of file names in zip archives that do not state it, such as <c>gb18030</c> or <c>ibm437</c>. Default: UTF-8; other names
    /// are refused.
    /// </summary>
    [JsonPropertyName("archive_encoding")]
    public string? ArchiveEncoding { get; init; }

    /// <summary>
    /// Extensions of recordings whose sound ffmpeg takes out when they are acquired, such as <c>convert: [.m4a, .mp4]</c>. Each becomes a
    /// FLAC file of 24 bits beside it, <c>clip.mp4</c> becoming <c>clip.flac</c>, at its own rate and with its own channels. Default: none.
    /// </summary>
    [JsonPropertyName("convert")]
    public IReadOnlyList<string> Convert { get; init; } = [];

    /// <summary>Regular expression with the named groups <c>label</c>, <c>speaker</c> and <c>text</c> (the last two may be missing),
    /// matched without regard to case
    /// against the end of a file's path from a folder boundary on. Left out where a manifest states the clips.</summary>
    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    /// <summary>Table that states path, label, speaker and text of every clip, instead of a pattern.</summary>
    [JsonPropertyName("manifest")]
    public ManifestFormat? Manifest { get; init; }

    /// <summary>Any other format that states the clips, by its name, instead of a pattern or table.</summary>
    [JsonPropertyName("format")]
    public ClipFormat? Format { get; init; }

    /// <summary>
    /// From the codes in file names to labels, without regard to case. Empty: the code in lower case is the label. Otherwise every code
    /// must be listed.
    /// </summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// From the codes in file names to speakers, without regard to case. Empty: the code is the speaker. Otherwise every code must be
    /// listed.
    /// </summary>
    [JsonPropertyName("speakers")]
    public IReadOnlyDictionary<string, string> Speakers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Columns of the corpus beside label, speaker and text, by name, such as <c>columns: {gender: text, age: number}</c>: they are in
    /// <c>index.csv</c>, and clips can be selected, split and counted by them. Under the names <c>label</c>, <c>speaker</c> and <c>text</c>,
    /// <c>from</c> names the field that these are read from.
    /// </summary>
    [JsonPropertyName("columns")]
    public IReadOnlyDictionary<string, ColumnOptions> Columns { get; init; } =
        new Dictionary<string, ColumnOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Tables beside the recordings whose rows say more of clips or people, one or a list, such as <c>metadata: {file: people.csv, key:
    /// speaker}</c>. <c>columns</c> read from them.
    /// </summary>
    [JsonPropertyName("metadata"), OneOrMany]
    public IReadOnlyList<MetadataOptions> Metadata { get; init; } = [];

    /// <summary>
    /// Votes of several raters on each clip, such as <c>votes: {raters: [anna, ben, cleo]}</c> or <c>votes: {counts: {angry: A, sad: S}}</c>;
    /// <c>columns: {label: {from: votes, rule: plurality}}</c> makes labels of them. Default null: none.
    /// </summary>
    [JsonPropertyName("votes")]
    public VoteOptions? Votes { get; init; }

    /// <summary>
    /// Division of long recordings into stretches of speech, such as <c>segment: {by: energy}</c>: each is a clip with what is stated of
    /// its file. Default null: a file is a clip, unless a manifest states stretches.
    /// </summary>
    [JsonPropertyName("segment")]
    public SegmentOptions? Segment { get; init; }

    /// <summary>
    /// Clips to use, by text, speaker, label, length or column, such as <c>where: {speakers: [OAF]}</c> or <c>where: {gender: female, age:
    /// ">=30"}</c>. Default null: all.
    /// </summary>
    [JsonPropertyName("where")]
    public ClipFilterOptions? Where { get; init; }

    /// <summary>
    /// Counts that the complete corpus has, or the clips that <c>where</c> selects of it; a difference is a finding of the index, not an
    /// error.
    /// </summary>
    [JsonPropertyName("expected")]
    public ExpectedCounts? Expected { get; init; }

    /// <summary>Files known to be wrong, each with an action.</summary>
    [JsonPropertyName("known_defects")]
    public IReadOnlyList<KnownDefect> KnownDefects { get; init; } = [];

    /// <summary>
    /// Regular expression for audio files that are known to be no clips, such as songs or videos; matched as <c>pattern</c> is. They are
    /// counted, and are no fault. Default null: none.
    /// </summary>
    [JsonPropertyName("ignore")]
    public string? Ignore { get; init; }

    /// <summary>
    /// Action for whatever becomes no clip though it seems to be one: a recording that is empty, truncated, silent, too short or not audio,
    /// a name that does not fit, a row without file, a file without row, a folder that cannot be read, a broken link, an archive that
    /// cannot be unpacked. Default: fail.
    /// </summary>
    [JsonPropertyName("on_bad_clip")]
    public BadClipAction OnBadClip { get; init; } = BadClipAction.Fail;

    /// <summary>Action for the same recording under two labels. Default: fail.</summary>
    [JsonPropertyName("on_conflicting_labels")]
    public ConflictAction OnConflictingLabels { get; init; } = ConflictAction.Fail;

    /// <summary>Shortest usable clip in seconds. Default 0.05: two frames of 25 ms.</summary>
    [JsonPropertyName("min_seconds")]
    public double MinSeconds { get; init; } = LevelMeter.DefaultMinSeconds;

    /// <summary>A clip whose largest sample stays below this level, in decibels relative to full scale, is silent. Default -70.</summary>
    [JsonPropertyName("silence_dbfs")]
    public double SilenceDbfs { get; init; } = LevelMeter.DefaultSilenceDbfs;

    /// <summary>Voices, words and takes to synthesise, for a corpus that comes from no recording.</summary>
    [JsonPropertyName("synthetic")]
    public SyntheticCorpusOptions? Synthetic { get; init; }

    /// <summary>
    /// Corpora that this one is made of, for training on one and testing on another; instead of a pattern, table or format.
    /// </summary>
    [JsonPropertyName("corpora")]
    public IReadOnlyList<CorpusPartOptions> Corpora { get; init; } = [];

    /// <summary>True to leave out clips whose label not every one of corpora has. Default false.</summary>
    [JsonPropertyName("only_common_labels")]
    public bool OnlyCommonLabels { get; init; }

    /// <summary>
    /// Name of the corpus that the recordings are of: the one that this description extends, unless it states recordings of its own.
    /// </summary>
    [JsonIgnore]
    public string RecordingsName { get => field.Length == 0 ? Name : field; init; } = "";

    /// <summary>The part that the index is made by.</summary>
    [JsonIgnore]
    public IndexOptions Index =>
        new()
        {
            Name = Name,
            Pattern = Pattern,
            Manifest = Manifest,
            OtherFormat = Format,
            Labels = Labels,
            Speakers = Speakers,
            Columns = Columns,
            Metadata = Metadata,
            Votes = Votes,
            Segment = Segment,
            Where = Where,
            Expected = Expected,
            KnownDefects = KnownDefects,
            Ignore = Ignore,
            OnBadClip = OnBadClip,
            OnConflictingLabels = OnConflictingLabels,
            Converted = Convert,
            MinSeconds = MinSeconds,
            SilenceDbfs = SilenceDbfs,
            IsSynthetic = Synthetic is not null,
        };

    /// <summary>The part that pages print about the corpus.</summary>
    [JsonIgnore]
    public CorpusIdentity Identity =>
        new()
        {
            Title = Title,
            Licence = Licence,
            Citation = Citation,
            IsRedistributable = IsRedistributable,
        };

    /// <summary>The part that the recordings are acquired by.</summary>
    /// <param name="source">
    /// Archive or folder at hand, or <see cref="RecordingsSource.None"/>. Public sources count only without one.
    /// </param>
    public AcquisitionOptions AcquiredFrom(RecordingsSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AcquisitionOptions
        {
            Name = RecordingsName,
            Sources = source.Content is null ? Sources : [],
            ArchiveEncoding = ArchiveEncoding,
            Synthetic = Synthetic,
            Conversion = Convert.Count == 0 || source.IsFolder
                ? null
                : new ConversionOptions
                {
                    Extensions = [.. Convert.Select(static extension => extension.ToLowerInvariant()).Order(StringComparer.Ordinal)],
                    OnBadClip = OnBadClip,
                    Ignore = Ignore,
                    Excluded = [.. KnownDefects.Where(static defect => defect.Action == DefectAction.Exclude).Select(static defect => defect.File)],
                },
            Identity = Identity,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var (key, message) in Votes?.Validate() ?? [])
        {
            yield return new OptionProblem($"votes.{key}", message);
        }

        if (Name.Length == 0)
        {
            yield return new OptionProblem("name", "is empty, expected the file's name without extension.");
        }

        if (ArchiveEncoding is not null && StrictText.FindEncoding(ArchiveEncoding) is null)
        {
            yield return new OptionProblem(
                "archive_encoding",
                $"is '{ArchiveEncoding}', expected the name of an encoding such as gb18030 or ibm437.");
        }

        if (Convert.Count > 0 && (Corpora.Count > 0 || Synthetic is not null))
        {
            yield return new OptionProblem("convert", "is given beside corpora or synthetic, expected it where recordings are described.");
        }

        foreach (var problem in ConversionOptions.Problems("convert", Convert))
        {
            yield return problem;
        }

        if (OnlyCommonLabels && Corpora.Count == 0)
        {
            yield return new OptionProblem("only_common_labels", "is given, expected only with corpora. Remove it.");
        }

        foreach (var problem in Corpora.Count > 0 ? JoinProblems() : FormatProblems())
        {
            yield return problem;
        }

        foreach (var problem in ColumnRules.Problems(this))
        {
            yield return problem;
        }

        foreach (var problem in MapProblems("labels", Labels).Concat(MapProblems("speakers", Speakers)))
        {
            yield return problem;
        }

        if (!(MinSeconds >= 0 && MinSeconds <= 60))
        {
            yield return new OptionProblem("min_seconds", FormattableString.Invariant($"is {MinSeconds}, expected 0 to 60 seconds."));
        }

        if (!(SilenceDbfs <= 0))
        {
            yield return new OptionProblem(
                "silence_dbfs",
                FormattableString.Invariant($"is {SilenceDbfs}, expected at most 0 (full scale)."));
        }
    }

    private IEnumerable<OptionProblem> JoinProblems()
    {
        if (Pattern is not null || Manifest is not null || Format is not null || Synthetic is not null || Sources.Count > 0
            || Columns.Count > 0 || Metadata.Count > 0 || Votes is not null || Segment is not null)
        {
            yield return new OptionProblem(
                "corpora",
                "is given beside pattern, manifest, format, columns, metadata, votes, segment, synthetic or sources, expected it alone. Each "
                    + "corpus states these in its own file.");
        }

        if (Where is not null)
        {
            yield return new OptionProblem("where", "is given beside corpora, expected it in the items of corpora. Move it there.");
        }

        if (Corpora.Count < 2 || Corpora.Select(part => part.Dataset).Distinct(StringComparer.Ordinal).Count() < Corpora.Count)
        {
            yield return new OptionProblem("corpora", "names fewer than two different corpora, or one twice, expected each once.");
        }
    }

    private IEnumerable<OptionProblem> FormatProblems()
    {
        var given = new (string Key, object? Value)[] { ("pattern", Pattern), ("manifest", Manifest), ("format", Format) }
            .Where(static format => format.Value is not null)
            .Select(static format => format.Key)
            .ToList();
        if (given.Count == 0)
        {
            yield return new OptionProblem("pattern", $"and manifest are both missing, {ExactlyOne}");
        }
        else if (given.Count > 1)
        {
            yield return new OptionProblem(given[0], $"is given beside {string.Join(" and ", given.Skip(1))}, {ExactlyOne}");
        }

        // A table may state the label that names do not.
        var isLabelElsewhere = Metadata.Count > 0 || Columns.ContainsKey("label");
        if (Pattern is not null
            && (isLabelElsewhere ? ClipNamePattern.SyntaxProblem(Pattern) : ClipNamePattern.Problem(Pattern)) is { } problem)
        {
            yield return new OptionProblem("pattern", problem);
        }

        if (Ignore is not null && ClipNamePattern.SyntaxProblem(Ignore) is { } mistake)
        {
            yield return new OptionProblem("ignore", mistake);
        }
    }

    // Codes are compared without regard to case and normal form; what they map to must not differ by these alone, or one class would become
    // two.
    internal static IEnumerable<OptionProblem> MapProblems(string key, IReadOnlyDictionary<string, string> map)
    {
        foreach (var alike in map.GroupBy(static pair => StrictText.Fold(pair.Key), StringComparer.Ordinal))
        {
            if (alike.Select(static pair => pair.Value).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                var keys = string.Join(" and ", alike.Select(static pair => $"'{pair.Key}'"));
                yield return new OptionProblem(
                    key,
                    $"has {keys}, which differ only in case or normal form, expected one {key[..^1]} for them. Remove one.");
            }
        }

        var spellings = map.Values.Distinct(StringComparer.Ordinal).GroupBy(StrictText.Fold, StringComparer.Ordinal);
        foreach (var alike in spellings.Where(static group => group.Skip(1).Any()))
        {
            var values = string.Join(" and ", alike.Select(static value => $"'{value}'"));
            yield return new OptionProblem(
                key,
                $"maps to {values}, which differ only in case or normal form, expected one spelling. Write one of them everywhere.");
        }
    }
}
