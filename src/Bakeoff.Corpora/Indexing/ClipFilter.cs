using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Selects clips by the names that a description's <c>where</c> lists.</summary>
internal sealed class ClipFilter
{
    private const int NamesShown = 20;
    private readonly string _dataset;
    private readonly IReadOnlyList<Criterion> _criteria;

    /// <summary>Creates the filter of one corpus; without <c>where</c> it selects every clip.</summary>
    public ClipFilter(IndexOptions options)
    {
        _dataset = options.Name;
        var where = options.Where ?? new ClipFilterOptions();
        _criteria =
        [
            .. new[]
            {
                Criterion.Of("texts", where.Texts, static clip => clip.Text),
                Criterion.Of("speakers", where.Speakers, static clip => clip.Speaker),
                Criterion.Of("labels", where.Labels, static clip => clip.Label),
            }.OfType<Criterion>(),
        ];
    }

    /// <summary>True if the filter selects every clip.</summary>
    public bool SelectsAll => _criteria.Count == 0;

    /// <summary>Keys that select, as a sentence names them: <c>texts and speakers</c>.</summary>
    public string Keys => string.Join(" and ", _criteria.Select(static criterion => criterion.Key));

    /// <summary>True if a clip is selected.</summary>
    public bool Selects(ClipName clip) => _criteria.All(criterion => criterion.Names.Contains(StrictText.Fold(criterion.Value(clip))));

    /// <summary>Refuses names that no clip of the corpus has: a misspelt one would silently select nothing.</summary>
    /// <exception cref="DatasetException">A name occurs nowhere, or no clip fits all keys together.</exception>
    public void RequireKnownNames(IReadOnlyList<ClipName> clips)
    {
        foreach (var criterion in _criteria)
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

    private DatasetException Refused(string what, string value, string rule, string nextStep) =>
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
    private sealed record Criterion(string Key, IReadOnlyList<string> Stated, Func<ClipName, string> Value)
    {
        /// <summary>The names stated, folded.</summary>
        public HashSet<string> Names { get; } = Stated.Select(StrictText.Fold).ToHashSet(StringComparer.Ordinal);

        public static Criterion? Of(string key, IReadOnlyList<string>? stated, Func<ClipName, string> value) =>
            stated is null ? null : new Criterion(key, stated, value);
    }
}
