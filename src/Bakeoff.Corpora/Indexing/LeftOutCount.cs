using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Things of a corpus that became no clip for one reason.</summary>
/// <param name="Reason">The reason: a kind of finding.</param>
/// <param name="Count">How many.</param>
public sealed record LeftOutCount(IndexFindingKind Reason, int Count)
{
    /// <summary>Count and reason, such as <c>2 rows without file</c>.</summary>
    public string Describe() =>
        Reason switch
        {
            IndexFindingKind.UnmatchedName => Nouns("name that does not fit", "names that do not fit"),
            IndexFindingKind.MissingRow => Nouns("file without row", "files without row"),
            IndexFindingKind.MissingFile => Nouns("row without file", "rows without file"),
            IndexFindingKind.UnreadableFolder => Quantity.Of(Count, "unreadable folder"),
            IndexFindingKind.UnreadableName => Nouns("name that is not UTF-8", "names that are not UTF-8"),
            IndexFindingKind.BrokenLink => Quantity.Of(Count, "broken link"),
            IndexFindingKind.LinkLoop => Quantity.Of(Count, "link loop"),
            IndexFindingKind.Archive => Nouns("archive not unpacked", "archives not unpacked"),
            IndexFindingKind.Ignored => Quantity.Of(Count, "ignored file"),
            IndexFindingKind.Undecided => Nouns("clip without decision", "clips without decision"),
            IndexFindingKind.KnownDefect => Quantity.Of(Count, "known defect"),
            IndexFindingKind.BadClip => Quantity.Of(Count, "bad clip"),
            IndexFindingKind.Duplicate => Quantity.Of(Count, "duplicate"),
            IndexFindingKind.InOtherCorpus => Nouns("clip of another corpus", "clips of another corpus"),
            IndexFindingKind.ConflictingLabels => Nouns("clip with two labels", "clips with two labels"),
            IndexFindingKind.LabelLeftOut => Nouns("clip without common label", "clips without common label"),
            IndexFindingKind.Selection => Nouns("clip not selected", "clips not selected"),
            _ => throw new InvalidOperationException($"{Reason} leaves nothing out."),
        };

    /// <summary>Adds counts reason by reason, in the order of the reasons.</summary>
    internal static IReadOnlyList<LeftOutCount> Sum(IEnumerable<LeftOutCount> counts) =>
    [
        .. counts
            .GroupBy(static item => item.Reason)
            .Select(static group => new LeftOutCount(group.Key, group.Sum(static item => item.Count)))
            .Where(static item => item.Count > 0)
            .OrderBy(static item => item.Reason),
    ];

    private string Nouns(string one, string several) => FormattableString.Invariant($"{Count:N0} {(Count == 1 ? one : several)}");
}
