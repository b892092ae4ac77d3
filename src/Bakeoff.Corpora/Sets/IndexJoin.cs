using System.Globalization;
using Bakeoff.Corpora.Indexing;

namespace Bakeoff.Corpora.Sets;

/// <summary>Joins the indices of several corpora: paths below the corpus's name, speakers and texts named after it, labels mapped to the common ones.</summary>
internal static class IndexJoin
{
    /// <summary>Joins.</summary>
    /// <param name="name">Name of the joined corpus.</param>
    /// <param name="parts">Parts with their own indices.</param>
    /// <exception cref="DatasetException">A label that a map names does not occur in its corpus.</exception>
    public static CorpusIndex Join(string name, IReadOnlyList<IndexedPart> parts)
    {
        var clips = parts.SelectMany(part => Map(part.Part, part.Index.Clips)).OrderBy(static clip => clip.Path, StringComparer.Ordinal).ToList();
        var report = new IndexReport
        {
            Dataset = name,
            IsSynthetic = parts.All(part => part.Index.Report.IsSynthetic),
            Files = parts.Sum(part => part.Index.Report.Files),
            Clips = clips.Count,
            Seconds = clips.Aggregate(0.0, static (sum, clip) => sum + clip.Seconds),
            Labels = Counts(clips, static clip => clip.Label),
            Speakers = Counts(clips, static clip => clip.Speaker),
            Texts = clips.Select(static clip => clip.Text).Where(static text => text.Length > 0).Distinct(StringComparer.Ordinal).Count(),
            Findings = [.. parts.SelectMany(part => Findings(part.Part, part.Index))],
        };
        return new CorpusIndex(clips, report);
    }

    private static IEnumerable<Clip> Map(IndexingPart part, IReadOnlyList<Clip> clips)
    {
        var map = MapOf(part);
        var known = clips.Select(static clip => clip.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var label in map.Keys.Where(label => !known.Contains(label)))
        {
            throw new DatasetException(DatasetProblem.Description, part.Options.Name, $"{part.Options.Name}: label '{label}' does not occur, expected one of {string.Join(", ", known.Order(StringComparer.Ordinal))}. Correct labels under corpora.");
        }

        return clips.Where(clip => map.Count == 0 || map.ContainsKey(clip.Label)).Select(clip => clip with
        {
            Path = $"{part.Options.Name}/{clip.Path}",
            Label = map.Count == 0 ? clip.Label : map[clip.Label],
            Speaker = Named(part, clip.Speaker),
            Text = Named(part, clip.Text),
        });
    }

    private static Dictionary<string, string> MapOf(IndexingPart part) => new(part.CommonLabels, StringComparer.OrdinalIgnoreCase);

    // Speaker 03 of one corpus is not speaker 03 of another.
    private static string Named(IndexingPart part, string value) => value.Length == 0 ? value : $"{part.Options.Name}-{value}";

    private static IEnumerable<IndexFinding> Findings(IndexingPart part, CorpusIndex index)
    {
        var map = MapOf(part);
        var left = index.Clips.Where(clip => map.Count > 0 && !map.ContainsKey(clip.Label)).GroupBy(static clip => clip.Label, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal);
        return index.Report.Findings.Select(finding => finding with { Path = finding.Path.Length == 0 ? part.Options.Name : $"{part.Options.Name}/{finding.Path}" })
            .Concat(left.Select(group => new IndexFinding(IndexFindingKind.LabelLeftOut, part.Options.Name, string.Create(CultureInfo.InvariantCulture, $"{group.Count()} clips of {part.Options.Name} labelled {group.Key} have no common label; left out."))));
    }

    private static SortedDictionary<string, int> Counts(IReadOnlyList<Clip> clips, Func<Clip, string> key) =>
        new(clips.Select(key).Where(static value => value.Length > 0).CountBy(static value => value).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}

/// <summary>One corpus with its own index.</summary>
internal sealed record IndexedPart(IndexingPart Part, CorpusIndex Index);
