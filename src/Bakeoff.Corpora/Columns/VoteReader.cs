using System.Globalization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>Reads the votes of clips and decides on their labels.</summary>
/// <remarks>Determinism: the result depends on the fields and the options only.</remarks>
internal sealed class VoteReader
{
    // More than any corpus has of one clip; keeps sums small.
    private const int MostVotes = 1_000_000;

    private readonly IndexOptions _options;
    private readonly VoteOptions _votes;
    private readonly ColumnOptions _label;
    private readonly Dictionary<string, string> _labels;
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);
    private int _undecided;
    private int _ties;

    public VoteReader(IndexOptions options)
    {
        _options = options;
        _votes = options.Votes!;
        _label = options.Columns["label"];
        _labels = options.Labels
            .GroupBy(static pair => StrictText.Fold(pair.Key), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => StrictText.Clean(group.First().Value), StringComparer.Ordinal);
        _missing = _votes.Missing.Select(StrictText.Fold).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Columns with votes; known once all clips are decided on.</summary>
    public IReadOnlyList<Column> Columns =>
    [
        new(VoteColumns.Agreement, ColumnType.Number),
        .. _votes.Raters.Select(static rater => new Column(VoteColumns.OfRater(rater), ColumnType.Text)),
        .. _places.Keys.Select(static label => new Column(VoteColumns.CountPrefix + label, ColumnType.Number)),
    ];

    /// <summary>Decides on the label of a clip.</summary>
    /// <returns>The label; the reason why there is none, with a sentence.</returns>
    /// <exception cref="DatasetException">A vote is none, or there are votes that sum to 0.</exception>
    public (string Label, LeftOutReason Reason, string Message) Decide(ClipFields fields)
    {
        var votes = Read(fields);
        if (votes.Counts.Count == 0)
        {
            return ("", LeftOutReason.MissingRow, "Nobody voted on this file.");
        }

        var most = votes.Counts.Values.Max();
        var first = votes.Counts.Where(pair => pair.Value == most).Select(static pair => pair.Key).ToList();
        var hasMajority = 2 * most > votes.Counts.Values.Sum();
        _ties += first.Count > 1 ? 1 : 0;
        if (_label.Rule == VoteRule.Majority ? !hasMajority : first.Count > 1 && _label.Ties == TieRule.LeaveOut)
        {
            _undecided++;
            return ("", LeftOutReason.Undecided, "");
        }

        _decided.Add(first[0]);
        return (first[0], default, "");
    }

    /// <summary>Texts of a clip's values in columns with votes.</summary>
    /// <param name="fields">What is known of the clip.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <returns>By name; columns without a value are missing.</returns>
    public Dictionary<string, string> ValuesOf(ClipFields fields, IEnumerable<string> columns)
    {
        var votes = Read(fields);
        var total = votes.Counts.Values.Sum();
        var values = columns
            .Where(static name => name.StartsWith(VoteColumns.CountPrefix, StringComparison.Ordinal))
            .ToDictionary(
                static name => name,
                name => votes.Counts.GetValueOrDefault(name[VoteColumns.CountPrefix.Length..]).ToString(CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
        values[VoteColumns.Agreement] = ColumnValues.TextOfNumber(votes.Counts.Values.Max() / (double)total);
        foreach (var (rater, label) in votes.Raters)
        {
            values[VoteColumns.OfRater(rater)] = label;
        }

        return values;
    }

    /// <summary>Refuses a label that has votes and is no clip's: networks learn the labels of clips, and a misspelt one would be of no
    /// effect unseen.</summary>
    /// <exception cref="DatasetException">There is such a label, or no clip has one.</exception>
    public void RequireDecidedLabels()
    {
        if (_decided.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails($"votes decide on no label: {{value}} of rule {YamlName.Of(_label.Rule)}")
                {
                    Where = $"experiments/datasets/{_options.Name}.yaml",
                    Value = Quantity.Of(_undecided, "clip") + " without the winner",
                    Rule = "some with one",
                    NextStep = _label.Rule == VoteRule.Majority ? "Use rule: plurality." : "Use ties: first.",
                });
        }

        if (_places.FirstOrDefault(pair => !_decided.Contains(pair.Key)) is { Key: { } label } never)
        {
            throw new DatasetException(
                DatasetProblem.Name,
                new ErrorDetails($"a vote is for '{label}', which the votes make no clip's label")
                {
                    Where = never.Value,
                    Rule = $"one of {string.Join(", ", _decided.Order(StringComparer.Ordinal))}",
                    NextStep = _votes.Raters.Count > 0
                        ? $"Correct it, or map it to another label or to '' by labels in {_options.Name}.yaml, where it then is no vote."
                        : $"Remove it from votes.counts in {_options.Name}.yaml, where its votes then do not count.",
                });
        }
    }

    /// <summary>Sentences on what was decided.</summary>
    public IEnumerable<string> Notes()
    {
        var rule = _label.Rule == VoteRule.Majority ? "more than half" : "most";
        var shares = _label.Rule == VoteRule.Soft ? ", and networks learn the shares of the votes" : "";
        yield return $"The label of a clip is the one with {rule} of its votes{shares}; {Quantity.Of(_ties, "clip")} with a tie, "
            + (_undecided == 0 ? $"decided by ties: {YamlName.Of(_label.Ties)}." : $"{Quantity.Of(_undecided, "clip")} without a decision left out.");
    }

    private Ballot Read(ClipFields fields) => _votes.Raters.Count > 0 ? ReadRaters(fields) : ReadCounts(fields);

    private Ballot ReadRaters(ClipFields fields)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var raters = new List<(string, string)>();
        foreach (var rater in _votes.Raters)
        {
            var code = StrictText.Clean(fields.Find(rater) ?? "");
            if (code.Length == 0 || _missing.Contains(StrictText.Fold(code)))
            {
                continue;
            }

            var label = _labels.Count == 0 ? code.ToLowerInvariant() : _labels.GetValueOrDefault(StrictText.Fold(code))
                ?? throw Refuse(
                    fields,
                    rater,
                    $"'{code}'",
                    $"one of {string.Join(", ", _options.Labels.Keys.Order(StringComparer.Ordinal))}",
                    $"Correct it, add it to labels in {_options.Name}.yaml, or list it under votes.missing.");
            if (label.Length > 0)
            {
                raters.Add((rater, label));
                counts[label] = counts.GetValueOrDefault(label) + 1;
                _places.TryAdd(label, Place(fields, rater));
            }
        }

        return new Ballot(counts, raters);
    }

    private Ballot ReadCounts(ClipFields fields)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var stated = _votes.Counts.Values.Where(field => !string.IsNullOrWhiteSpace(fields.Find(field))).ToList();
        foreach (var (label, field) in _votes.Counts.Where(pair => stated.Contains(pair.Value, StringComparer.Ordinal)))
        {
            var text = StrictText.Clean(fields.Find(field)!);
            if (Number.Read(text) is not (>= 0 and <= MostVotes and var number) || number != Math.Floor(number))
            {
                throw Refuse(
                    fields,
                    field,
                    $"'{text}'",
                    FormattableString.Invariant($"a whole number of votes for {label}, from 0 to {MostVotes:N0}"),
                    "Correct it.");
            }

            if (number > 0)
            {
                counts[label] = (int)number;
                _places.TryAdd(label, Place(fields, field));
            }
        }

        return counts.Count > 0 || stated.Count == 0
            ? new Ballot(counts, [])
            : throw Refuse(
                fields,
                stated[0],
                "0, as are those of the other labels",
                "votes that sum to more than 0",
                "Correct the row, or leave its fields empty where nobody voted.");
    }

    private static string Place(ClipFields fields, string field) => fields.PlaceOf(field) ?? fields.Origin;

    private static DatasetException Refuse(ClipFields fields, string field, string value, string rule, string nextStep) =>
        new(
            DatasetProblem.Name,
            new ErrorDetails(field) { Where = Place(fields, field), Value = value, Rule = rule, NextStep = nextStep })
        {
            Path = fields.Path,
        };

    private sealed record Ballot(SortedDictionary<string, int> Counts, IReadOnlyList<(string Rater, string Label)> Raters);
}
