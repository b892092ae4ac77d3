using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>A corpus as <c>bakeoff datasets describe</c> shows it.</summary>
internal static class DatasetText
{
    private const int NameWidth = 17;

    /// <summary>Writes each fact with its name in a column of its own.</summary>
    /// <param name="dataset">Description of the corpus.</param>
    /// <param name="recordings">State of its recordings on this machine.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Write(DatasetDescription dataset, LocalRecordings recordings, TextWriter output)
    {
        foreach (var (name, value) in Facts(dataset, recordings))
        {
            Wrapped.WriteFact(name, value, NameWidth, output);
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(DatasetDescription dataset, LocalRecordings recordings)
    {
        yield return ("title", dataset.Title);
        yield return ("licence", dataset.Licence);
        yield return ("citation", dataset.Citation);
        yield return ("language", dataset.Language ?? "not stated");
        foreach (var source in dataset.Sources)
        {
            yield return ("source", source.Summary);
        }

        foreach (var part in dataset.Corpora)
        {
            yield return ("made of", $"{part.Dataset}{Labels(part)}");
        }

        var columns = dataset.Columns.Where(static column => column.Key is not ("label" or "speaker" or "text")).ToList();
        if (columns.Count > 0)
        {
            yield return (
                "columns",
                string.Join(
                    ", ",
                    columns.OrderBy(static column => column.Key, StringComparer.Ordinal)
                        .Select(static column => column.Value.Type == ColumnType.Number ? $"{column.Key} (number)" : column.Key)));
        }

        if (dataset.Where is { } where)
        {
            yield return ("selects", string.Join(", ", Selected(where)));
        }

        if (dataset.Expected is { } expected)
        {
            yield return (
                "expected",
                Counts((expected.Clips, "clips"), (expected.Speakers, "speakers"), (expected.Texts, "texts"), (expected.Labels, "labels")));
        }

        foreach (var defect in dataset.KnownDefects)
        {
            yield return ("known defect", $"{defect.File}: {defect.Note}");
        }

        if (dataset.Synthetic is null && dataset.Corpora.Count == 0)
        {
            yield return ("checked", dataset.Checked ?? "not yet: no list of real file names has been compared with this description");
        }

        yield return ("on this machine", Describe(recordings));
    }

    private static IEnumerable<string> Selected(ClipFilterOptions where)
    {
        foreach (var (names, noun) in new[] { (where.Texts, "text"), (where.Speakers, "speaker"), (where.Labels, "label") })
        {
            if (names is not null)
            {
                yield return Quantity.Of(names.Count, noun);
            }
        }

        foreach (var (column, values) in where.Columns.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{column} {string.Join(" or ", values)}";
        }

        foreach (var (limit, rule) in new[] { (where.MinSeconds, "at least"), (where.MaxSeconds, "at most") })
        {
            if (limit is not null)
            {
                yield return FormattableString.Invariant($"clips of {rule} {limit} s");
            }
        }

        if (where.MaxClipsPerSpeaker is { } most)
        {
            yield return $"at most {Quantity.Of(most, "clip")} a speaker";
        }
    }

    private static string Counts(params (int? Count, string Noun)[] counts) =>
        string.Join(
            ", ",
            counts
                .Where(static item => item.Count is not null)
                .Select(static item => FormattableString.Invariant($"{item.Count} {item.Noun}")));

    private static string Labels(CorpusPartOptions part) =>
        part.Labels.Count == 0
            ? string.Empty
            : ", labels "
                + string.Join(", ", part.Labels.Select(static pair => pair.Key == pair.Value ? pair.Key : $"{pair.Key} as {pair.Value}"));

    private static string Describe(LocalRecordings recordings) =>
        recordings.State switch
        {
            LocalState.OfParts =>
                "see each corpus; or name a folder that holds them, as folders or zip archives of their names, with "
                    + "--set=dataset.source=PATH",
            LocalState.Synthesised => "made when needed",
            LocalState.OfExperiments =>
                "each experiment has its own; name a zip or folder with --set=dataset.source=PATH, which the experiment remembers",
            LocalState.Gone => $"last taken from {recordings.Path}, which is gone; name its new place with --set=dataset.source=PATH",
            LocalState.Archive => string.Create(
                CultureInfo.InvariantCulture,
                $"archive {recordings.Path}, {recordings.Bytes / 1e6:0.0} MB"),
            LocalState.Folder => string.Create(
                CultureInfo.InvariantCulture,
                $"folder {recordings.Path}, {recordings.FileCount} files, {recordings.Bytes / 1e6:0.0} MB"),
            _ => "not yet; name a zip or folder with --set=dataset.source=PATH",
        };
}
