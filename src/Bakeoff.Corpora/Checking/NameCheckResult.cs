namespace Bakeoff.Corpora.Checking;

/// <summary>The clips and faults that a description reads from a list of file names, beside the counts that it expects.</summary>
/// <param name="Expected">Counts that the description expects.</param>
/// <param name="Clips">Names that are clips, in the order of the list.</param>
/// <param name="Faults">Names that should be clips and cannot be read, in the order of the list.</param>
public sealed record NameCheckResult(ExpectedCounts Expected, IReadOnlyList<CheckedClip> Clips, IReadOnlyList<NameFault> Faults)
{
    /// <summary>Names in the list.</summary>
    public required int NameCount { get; init; }

    /// <summary>Names that the description says to ignore.</summary>
    public required int IgnoredCount { get; init; }

    /// <summary>Names that the description's <c>where</c> leaves out.</summary>
    public required int UnselectedCount { get; init; }

    /// <summary>Clips of each label, in ordinal order; empty where neither names nor the list state labels.</summary>
    public IReadOnlyDictionary<string, int> Labels => Count(static clip => clip.Label);

    /// <summary>Clips of each speaker, in ordinal order; empty where speakers are unknown.</summary>
    public IReadOnlyDictionary<string, int> Speakers => Count(static clip => clip.Speaker);

    /// <summary>Different texts; 0 where texts are unknown.</summary>
    public int TextCount => Count(static clip => clip.Text).Count;

    /// <summary>
    /// Clips whose label or speaker by the description is not the one that the list's own code has elsewhere; empty where the list states
    /// neither. Spellings do not count: <c>boredem</c> for boredom agrees as long as no other label has that code too.
    /// </summary>
    public IReadOnlyList<NameFault> Disagreements =>
    [
        .. Disagreeing("label", static clip => clip.Name.Label, static clip => clip.Label),
        .. Disagreeing("speaker", static clip => clip.Name.Speaker, static clip => clip.Speaker),
    ];

    /// <summary>
    /// Every difference from what the description expects, one sentence each; empty if there is none. Nothing is expected of what no name
    /// states.
    /// </summary>
    public IReadOnlyList<string> Differences =>
    [
        .. Faults.Count == 0 ? [] : new[] { FormattableString.Invariant($"{Faults.Count:N0} of {NameCount:N0} names are not read") },
        .. Different("clips", Clips.Count, Expected.Clips),
        .. Speakers.Count == 0 ? [] : Different("speakers", Speakers.Count, Expected.Speakers),
        .. TextCount == 0 ? [] : Different("texts", TextCount, Expected.Texts),
        .. Labels.Count == 0 ? [] : Different("labels", Labels.Count, Expected.Labels).Concat(
            Expected
                .ClipsPerLabel.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => Different($"clips of {pair.Key}", Labels.GetValueOrDefault(pair.Key), pair.Value))),
        .. Disagreements.Count == 0
            ? []
            : new[] { FormattableString.Invariant($"{Disagreements.Count:N0} clips have another label or speaker in the list") },
    ];

    private static IEnumerable<string> Different(string what, int count, int? expected) =>
        expected is { } number && number != count ? [FormattableString.Invariant($"{what}: {count:N0}, expected {number:N0}")] : [];

    // A code of the list stands for the label that most of its clips have.
    private IEnumerable<NameFault> Disagreeing(string what, Func<CheckedClip, string?> stated, Func<CheckedClip, string> read) =>
        Clips
            .Where(clip => stated(clip) is not null && read(clip).Length > 0)
            .GroupBy(clip => stated(clip)!, StringComparer.Ordinal)
            .SelectMany(group =>
            {
                var usual = group
                    .GroupBy(read, StringComparer.Ordinal)
                    .OrderByDescending(static same => same.Count())
                    .ThenBy(static same => same.Key, StringComparer.Ordinal)
                    .First()
                    .Key;
                return group
                    .Where(clip => read(clip) != usual)
                    .Select(clip => new NameFault(
                        clip.Name,
                        $"{what} is {read(clip)}, and the list says '{group.Key}', elsewhere {usual}"));
            });

    private SortedDictionary<string, int> Count(Func<CheckedClip, string> value)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in Clips.Select(value).Where(static name => name.Length > 0))
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return counts;
    }
}
