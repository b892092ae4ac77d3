using System.Globalization;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sets;

/// <summary>
/// Joins the indices of several corpora: paths below the corpus's name, speakers and texts named after it, labels and votes mapped to the
/// common ones. A recording that several corpora hold is counted once.
/// </summary>
internal static class IndexJoin
{
    /// <summary>Joins.</summary>
    /// <param name="name">Name of the joined corpus.</param>
    /// <param name="parts">Parts with their own indices.</param>
    /// <exception cref="DatasetException">
    /// A label that a map names does not occur in its corpus, two common labels differ only in case, or votes are by several rules of which
    /// one is soft.
    /// </exception>
    public static CorpusIndex Join(string name, IReadOnlyList<IndexedPart> parts)
    {
        CommonVotes.RequireOneRule(name, parts);
        parts = [.. parts.Select(CommonVotes.Map)];
        var findings = parts.SelectMany(FindingsOf).ToList();
        var ofParts = findings.Count;
        var columns = JoinColumns(name, parts);
        var clips = new Duplicates(name, OnConflictOf(parts), findings) { Kind = IndexFindingKind.InOtherCorpus }.Remove(
            parts.SelectMany(part => MapClips(part, columns)).Order(Clip.ByContent));
        RequireOneSpelling(name, clips);
        return new CorpusIndex(
            clips,
            new IndexReport
            {
                Dataset = name,
                IsSynthetic = parts.All(part => part.Index.Report.IsSynthetic),
                Files = parts.Sum(part => part.Index.Report.Files),
                Clips = clips.Count,
                Seconds = clips.Aggregate(0.0, static (sum, clip) => sum + clip.Seconds),
                Labels = CorpusAudit.CountBy(clips, static clip => clip.Label),
                Speakers = CorpusAudit.CountBy(clips, static clip => clip.Speaker),
                Texts = CorpusAudit.CountBy(clips, static clip => clip.Text).Count,
                HasStretches = parts.Any(static part => part.Index.Report.HasStretches),
                Columns = columns.Count == 0 ? null : columns,
                HasSoftLabels = parts.Any(static part => part.Index.Report.HasSoftLabels),
                Roots = parts.SelectMany(static part => part.Index.Report.Roots).ToDictionary(StringComparer.Ordinal),
                LeftOut = LeftOutCount.Sum(parts.SelectMany(LeftOutOf).Concat(CorpusAudit.CountCopies(findings.Skip(ofParts)))),
                Findings = [.. findings, .. CommonVotes.Describe(parts, clips)],
            });
    }

    /// <summary>The parts without the labels that not all of them have.</summary>
    /// <param name="name">Name of the joined corpus.</param>
    /// <param name="parts">Parts with their own indices.</param>
    /// <exception cref="DatasetException">They have fewer than two labels in common.</exception>
    public static IReadOnlyList<IndexedPart> KeepCommonLabels(string name, IReadOnlyList<IndexedPart> parts)
    {
        // Spellings that differ in case alone are one label here, and refused when the parts are joined.
        var labels = parts.Select(static part => part.Index.Clips.Select(part.LabelOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList()).ToList();
        var common = labels
            .Select(static own => own.Select(StrictText.Fold))
            .Aggregate(static (some, others) => some.Intersect(others, StringComparer.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        if (common.Count < 2)
        {
            var owned = parts.Zip(labels, static (part, own) => $"{part.Name} has {string.Join(", ", own.Order(StringComparer.Ordinal))}");
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails("its corpora have {value} in common")
                {
                    Where = $"dataset {name}",
                    Value = common.Count == 0 ? "no label" : $"1 label, {common.Single()},",
                    Rule = "at least 2",
                    NextStep = $"{string.Join("; ", owned)}. Leave a corpus out, or write a dataset with corpora whose labels maps them to "
                        + "common ones.",
                });
        }

        return [.. parts.Select(part => part with { Common = common })];
    }

    private static ConflictAction OnConflictOf(IReadOnlyList<IndexedPart> parts) =>
        parts.All(static part => part.Part.Options.OnConflictingLabels == ConflictAction.Exclude)
            ? ConflictAction.Exclude
            : ConflictAction.Fail;

    // All columns of all parts; a clip has no value in those of the others.
    private static List<Column> JoinColumns(string name, IReadOnlyList<IndexedPart> parts)
    {
        var columns = parts
            .SelectMany(static part => (part.Index.Report.Columns ?? []).Select(column => (part.Name, Column: column)))
            .OrderBy(static stated => stated.Column.Name, StringComparer.Ordinal)
            .GroupBy(static stated => stated.Column.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var column in columns)
        {
            var first = column.First();
            if (column.Where(stated => stated.Column != first.Column).Select(static stated => stated.Name).FirstOrDefault() is { } other)
            {
                throw new DatasetException(
                    DatasetProblem.Description,
                    new ErrorDetails($"column {column.Key} is of another type in {first.Name} than in {other}")
                    {
                        Where = name,
                        Rule = "one type",
                        NextStep = "Correct the type in one of the two descriptions, or rename its column.",
                    });
            }
        }

        return columns.ConvertAll(static column => column.First().Column);
    }

    private static IEnumerable<Clip> MapClips(IndexedPart part, List<Column> columns)
    {
        var (name, clips) = (part.Name, part.Index.Clips);
        var known = clips.Select(static clip => clip.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var label in part.Labels.Keys.Where(label => !known.Contains(label)))
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails($"label '{label}' does not occur")
                {
                    Where = name,
                    Rule = $"one of {string.Join(", ", known.Order(StringComparer.Ordinal))}",
                    NextStep = "Correct labels under corpora.",
                });
        }

        return clips
            .Where(part.IsUsed)
            .Select(clip =>
                clip with
                {
                    Path = $"{name}/{clip.Path}",
                    File = $"{name}/{clip.File}",
                    Label = part.LabelOf(clip)!,
                    Speaker = Prefix(name, clip.Speaker),
                    Text = Prefix(name, clip.Text),
                    Values = columns.Count == 0 ? clip.Values : clip.Values.Under(columns),
                });
    }

    // Speaker 03 of one corpus is not speaker 03 of another.
    private static string Prefix(string corpus, string value) => value.Length == 0 ? value : $"{corpus}-{value}";

    private static void RequireOneSpelling(string name, List<Clip> clips)
    {
        var alike = clips
            .Select(static clip => clip.Label)
            .Distinct(StringComparer.Ordinal)
            .GroupBy(StrictText.Fold, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Skip(1).Any());
        if (alike is not null)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails("common labels {value} differ only in case or normal form")
                {
                    Where = name,
                    Value = string.Join(" and ", alike.Order(StringComparer.Ordinal).Select(static label => $"'{label}'")),
                    Rule = "one spelling",
                    NextStep = "Correct labels under corpora.",
                });
        }
    }

    private static IEnumerable<LeftOutCount> LeftOutOf(IndexedPart part) =>
        part.Index.Report.LeftOut.Append(
            new LeftOutCount(
                IndexFindingKind.LabelLeftOut,
                part.Index.Clips.Count(clip => !part.IsUsed(clip))));

    private static IEnumerable<IndexFinding> FindingsOf(IndexedPart part)
    {
        var name = part.Name;
        var own = part.Index.Report.Findings.Select(finding =>
            finding with
            {
                Path = finding.Path.Length == 0 ? name : $"{name}/{finding.Path}",
            });
        var leftOut = part
            .Index.Clips.Where(clip => !part.IsUsed(clip))
            .GroupBy(static clip => clip.Label, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => (Label: group.Key, Count: group.Count()))
            .ToList();
        if (leftOut.Count == 0)
        {
            return own;
        }

        var labels = leftOut.Count == 1
            ? leftOut[0].Label
            : string.Join(", ", leftOut.Select(static label => string.Create(CultureInfo.InvariantCulture, $"{label.Label} ({label.Count})")));
        var count = leftOut.Sum(static label => label.Count);
        return own.Append(
            new IndexFinding(
                IndexFindingKind.LabelLeftOut,
                name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} clips of {name} labelled {labels} have no common label; left out.")));
    }
}

/// <summary>One corpus with its own index.</summary>
internal sealed record IndexedPart(IndexingPart Part, CorpusIndex Index)
{
    /// <summary>Name of the corpus.</summary>
    public string Name => Part.Options.Name;

    /// <summary>Its labels and those of the set that they stand for, without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } =
        Part.CommonLabels
            .GroupBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static alike => alike.Key, static alike => alike.First().Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Labels that all parts have, folded; null where labels of single parts are used as well.</summary>
    public IReadOnlySet<string>? Common { get; init; }

    /// <summary>The label of a clip in the set; null for a clip that is left out.</summary>
    public string? LabelOf(Clip clip)
    {
        var label = Labels.Count == 0 ? clip.Label : Labels.GetValueOrDefault(clip.Label);
        return label is null || Common?.Contains(StrictText.Fold(label)) == false ? null : label;
    }

    /// <summary>False for a clip whose label has no place in the set.</summary>
    public bool IsUsed(Clip clip) => LabelOf(clip) is not null;
}
