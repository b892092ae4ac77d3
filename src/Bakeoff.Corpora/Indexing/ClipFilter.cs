using System.Globalization;
using Bakeoff.Corpora.Columns;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Selects clips by what a description's <c>where</c> says of their names, columns and length.</summary>
internal sealed class ClipFilter
{
    private const int NamesShown = 20;
    private readonly string _dataset;
    private readonly ClipFilterOptions _where;
    private readonly IReadOnlyList<Criterion> _criteria;

    /// <summary>Creates the filter of one corpus; without <c>where</c> it selects every clip.</summary>
    /// <exception cref="DatasetException"><c>where</c> names a column that the corpus does not have, or wants a number that is none.</exception>
    public ClipFilter(IndexOptions options)
    {
        _dataset = options.Name;
        _where = options.Where ?? new ClipFilterOptions();
        _criteria =
        [
            .. new[]
            {
                NameCriterion.Of("texts", _where.Texts, static clip => clip.Text),
                NameCriterion.Of("speakers", _where.Speakers, static clip => clip.Speaker),
                NameCriterion.Of("labels", _where.Labels, static clip => clip.Label),
            }.OfType<Criterion>(),
            .. _where.Columns.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Create(pair.Key, pair.Value, VoteColumns.WithAgreement(options.Columns, options.Votes))),
        ];
    }

    /// <summary>True if the filter selects every clip.</summary>
    public bool SelectsAll => _criteria.Count == 0 && Limits.Count == 0;

    /// <summary>Keys that select, as a sentence names them: <c>texts and speakers</c>.</summary>
    public string Keys => string.Join(" and ", [.. _criteria.Select(static criterion => criterion.Key), .. Limits]);

    private IReadOnlyList<string> Limits =>
    [
        .. _where.MinSeconds is null ? [] : new[] { "min_seconds" },
        .. _where.MaxSeconds is null ? [] : new[] { "max_seconds" },
        .. _where.MaxClipsPerSpeaker is null ? [] : new[] { "max_clips_per_speaker" },
    ];

    /// <summary>True if a clip is selected, whatever its length.</summary>
    public bool Selects(ClipName clip) => _criteria.All(criterion => criterion.Selects(clip));

    /// <summary>True if a recording that could be decoded is shorter than <c>where</c> selects, so that its length is no fault.</summary>
    public bool IsTooShort(ClipMeasurement measurement) => measurement.SampleRateHz > 0 && measurement.Seconds < _where.MinSeconds;

    /// <summary>The clips within the limits of length and of clips a speaker, in their order.</summary>
    /// <param name="clips">Selected clips, each recording once.</param>
    /// <exception cref="DatasetException">Clips are limited by speaker, and one has none.</exception>
    public List<Clip> Limit(List<Clip> clips)
    {
        var within = clips.FindAll(clip => !(clip.Seconds < _where.MinSeconds) && !(clip.Seconds > _where.MaxSeconds));
        if (_where.MaxClipsPerSpeaker is not { } most)
        {
            return within;
        }

        if (within.Count(static clip => clip.Speaker.Length == 0) is > 0 and var nameless)
        {
            throw Refused(
                "where.max_clips_per_speaker: {value} without speaker",
                Quantity.Of(nameless, "clip"),
                "a speaker for each",
                "Name speakers in the dataset, or remove the limit.");
        }

        var taken = within
            .GroupBy(static clip => clip.Speaker, StringComparer.Ordinal)
            .SelectMany(group => group.Select(static clip => clip.Digest).Order(Comparer<ClipDigest>.Create(ClipDigest.Compare)).Take(most))
            .ToHashSet();
        return within.FindAll(clip => taken.Contains(clip.Digest));
    }

    /// <summary>Refuses names that no clip of the corpus has: a misspelt one would silently select nothing.</summary>
    /// <exception cref="DatasetException">A name occurs nowhere, or no clip fits all keys together.</exception>
    public void RequireKnownNames(IReadOnlyList<ClipName> clips)
    {
        foreach (var criterion in _criteria.OfType<NameCriterion>())
        {
            var known = clips
                .Select(criterion.Value)
                .Where(static name => name.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
            var folded = known.Select(StrictText.Fold).ToHashSet(StringComparer.Ordinal);
            var unknown = criterion.Stated.Where(name => !folded.Contains(StrictText.Fold(name))).ToList();
            if (unknown.Count > 0)
            {
                throw Refused(
                    $"where.{criterion.Key} lists {{value}}, which no clip has",
                    string.Join(", ", unknown.Select(static name => $"'{name}'")),
                    known.Count == 0 ? $"no {criterion.Key}: this corpus does not state them" : $"{criterion.Key} of the corpus",
                    Suggest(criterion.Key, unknown, known));
            }
        }

        if (!clips.Any(Selects))
        {
            throw Refused(
                "where selects {value}",
                string.Create(CultureInfo.InvariantCulture, $"0 of {clips.Count:N0} clips"),
                $"clips that fit {Keys} together",
                "Loosen one of them.");
        }
    }

    private Criterion Create(string column, IReadOnlyList<string> stated, IReadOnlyDictionary<string, ColumnOptions> columns)
    {
        if (!columns.TryGetValue(column, out var options))
        {
            throw Refused(
                $"where.{column} is no column of this corpus",
                null,
                columns.Count == 0 ? "texts, speakers or labels" : $"one of {string.Join(", ", columns.Keys.Order(StringComparer.Ordinal))}",
                NearestName.Question(column, columns.Keys) ?? "Remove it, or describe the column.");
        }

        if (options.Type == ColumnType.Text)
        {
            return new NameCriterion(column, stated, clip => clip.Values.TextOf(column));
        }

        return new NumberCriterion(
            column,
            [
                .. stated.Select(text => NumberCondition.Read(text)
                    ?? throw Refused($"where.{column}", $"'{text}'", NumberCondition.Rule, "Correct it.")),
            ]);
    }

    private DatasetException Refused(string what, string? value, string rule, string nextStep) =>
        new(
            DatasetProblem.Name,
            new ErrorDetails(what)
            {
                Where = $"experiments/datasets/{_dataset}.yaml",
                Value = value,
                Rule = rule,
                NextStep = nextStep,
            });

    private static string Suggest(string key, IReadOnlyList<string> unknown, IReadOnlyList<string> known)
    {
        var near = unknown
            .Take(NamesShown)
            .Select(name => NearestName.Find(name, known) is { } meant ? $"'{meant}' for '{name}'" : null)
            .OfType<string>()
            .ToList();
        return near.Count > 0 ? $"Did you mean {string.Join(", ", near)}?"
            : known.Count == 0 ? $"Remove {key}."
            : known.Count <= NamesShown ? $"There are: {string.Join(", ", known)}."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"There are {known.Count:N0}, such as {string.Join(", ", known.Take(NamesShown))}.");
    }

    /// <summary>One key of <c>where</c>.</summary>
    private abstract record Criterion(string Key)
    {
        /// <summary>True if a clip fits it.</summary>
        public abstract bool Selects(ClipName clip);
    }

    /// <summary>Names of which a clip must have one.</summary>
    private sealed record NameCriterion(string Key, IReadOnlyList<string> Stated, Func<ClipName, string> Value) : Criterion(Key)
    {
        private readonly HashSet<string> _names = Stated.Select(StrictText.Fold).ToHashSet(StringComparer.Ordinal);

        public static Criterion? Of(string key, IReadOnlyList<string>? stated, Func<ClipName, string> value) =>
            stated is null ? null : new NameCriterion(key, stated, value);

        public override bool Selects(ClipName clip) => _names.Contains(StrictText.Fold(Value(clip)));
    }

    /// <summary>Conditions of which a clip's number must fulfil one.</summary>
    private sealed record NumberCriterion(string Key, IReadOnlyList<NumberCondition> Conditions) : Criterion(Key)
    {
        public override bool Selects(ClipName clip) =>
            clip.Values.NumberOf(Key) is { } number && Conditions.Any(condition => condition.Holds(number));
    }
}
