using System.Globalization;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sources;

namespace Bakeoff.Cli.Output;

/// <summary>A corpus as <c>bakeoff datasets describe</c> shows it.</summary>
internal static class DatasetText
{
    /// <summary>One fact a line, its name in a column of its own.</summary>
    /// <param name="dataset">Description of the corpus.</param>
    /// <param name="recordings">State of its recordings on this machine.</param>
    public static string Write(DatasetDescription dataset, LocalRecordings recordings)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Facts(dataset, recordings))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name, -16} {value}\n");
        }

        return text.ToString();
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

        if (dataset.Where is { } where)
        {
            yield return (
                "selects",
                Counts((where.Texts?.Count, "texts"), (where.Speakers?.Count, "speakers"), (where.Labels?.Count, "labels")));
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

        yield return ("on this machine", Describe(recordings));
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
