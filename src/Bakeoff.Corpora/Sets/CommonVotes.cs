using System.Globalization;
using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sets;

/// <summary>Votes of corpora that are joined, under the common labels.</summary>
internal static class CommonVotes
{
    /// <summary>Refuses shares of votes beside votes that decide on labels by another rule: networks would learn shares of both.</summary>
    /// <param name="name">Name of the joined corpus.</param>
    /// <param name="parts">Parts with their own indices.</param>
    /// <exception cref="DatasetException">There are both.</exception>
    public static void RequireOneRule(string name, IReadOnlyList<IndexedPart> parts)
    {
        if (parts.FirstOrDefault(static part => part.Index.Report.HasSoftLabels) is { } soft
            && parts.FirstOrDefault(static part => HasVotes(part) && !part.Index.Report.HasSoftLabels) is { } other)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails($"labels of {soft.Name} are shares of votes, those of {other.Name} are decided by {{value}}")
                {
                    Where = $"dataset {name}",
                    Value = "other rules of votes",
                    Rule = "one rule",
                    NextStep = $"State 'label: {{from: votes, rule: soft}}' in {other.Name}.yaml too, or another rule in {soft.Name}.yaml.",
                });
        }
    }

    /// <summary>The part with numbers and choices of its raters under the common labels, and their agreement on these. Votes for a label
    /// without a common one do not count.</summary>
    /// <param name="part">A part with its own index.</param>
    public static IndexedPart Map(IndexedPart part)
    {
        if (part.Labels.Count == 0 || !HasVotes(part))
        {
            return part;
        }

        Column[] own = [.. part.Index.Report.Columns!];
        var counted = own
            .Where(static column => IsCount(column.Name))
            .Select(column => (column.Name, Common: part.Labels.GetValueOrDefault(LabelOf(column.Name))))
            .Where(static pair => pair.Common is not null)
            .ToLookup(static pair => VoteColumns.CountPrefix + pair.Common, static pair => pair.Name, StringComparer.Ordinal);
        Column[] columns =
        [
            .. own
                .Where(static column => !IsCount(column.Name))
                .Concat(counted.Select(static count => new Column(count.Key, ColumnType.Number)))
                .OrderBy(static column => column.Name, StringComparer.Ordinal),
        ];
        var raters = VoteColumns.Raters(own).ToHashSet(StringComparer.Ordinal);
        return part with
        {
            Index = part.Index with
            {
                Clips = [.. part.Index.Clips.Select(clip => clip with { Values = new ColumnValues(columns, TextsOf(clip.Values)) })],
                Report = part.Index.Report with { Columns = columns },
            },
        };

        string[] TextsOf(ColumnValues values)
        {
            var votes = counted.ToDictionary(
                static count => count.Key,
                count => count.Sum(column => int.Parse(values.TextOf(column), NumberStyles.None, CultureInfo.InvariantCulture)),
                StringComparer.Ordinal);
            var total = votes.Values.Sum();
            return Array.ConvertAll(columns, column =>
                IsCount(column.Name) ? votes[column.Name].ToString(CultureInfo.InvariantCulture)
                : raters.Contains(column.Name) ? part.Labels.GetValueOrDefault(values.TextOf(column.Name)) ?? ""
                : column.Name != VoteColumns.Agreement ? values.TextOf(column.Name)
                : total == 0 ? ""
                : ColumnValues.TextOfNumber(votes.Values.Max() / (double)total));
        }
    }

    /// <summary>Findings on parts without votes beside shares of votes, and on labels that the raters of a part gave no votes for.</summary>
    /// <param name="parts">Parts under the common labels.</param>
    /// <param name="clips">Clips of all.</param>
    public static IEnumerable<IndexFinding> Describe(IReadOnlyList<IndexedPart> parts, IReadOnlyList<Clip> clips)
    {
        if (!parts.Any(static part => part.Index.Report.HasSoftLabels))
        {
            yield break;
        }

        var labels = clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var part in parts)
        {
            var voted = (part.Index.Report.Columns ?? [])
                .Where(static column => IsCount(column.Name))
                .Select(static column => LabelOf(column.Name));
            var missing = labels.Except(voted, StringComparer.Ordinal).ToList();
            if (!HasVotes(part) || missing.Count > 0)
            {
                yield return new IndexFinding(
                    IndexFindingKind.Metadata,
                    part.Name,
                    HasVotes(part)
                        ? $"Raters of {part.Name} gave no votes for {string.Join(", ", missing)}, which others of the corpora have."
                        : $"{part.Name} has no votes: the label of each of its clips counts as the only one.");
            }
        }
    }

    private static bool HasVotes(IndexedPart part) => VoteColumns.HasVotes(part.Index.Report.Columns ?? []);

    private static bool IsCount(string column) => column.StartsWith(VoteColumns.CountPrefix, StringComparison.Ordinal);

    private static string LabelOf(string column) => column[VoteColumns.CountPrefix.Length..];
}
