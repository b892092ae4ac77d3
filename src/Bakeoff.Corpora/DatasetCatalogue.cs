using Bakeoff.Options;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora;

/// <summary>The corpora that a project describes.</summary>
[OutsideFingerprint("describes corpora before stages are built; what a stage reads of them is in its options record")]
public static class DatasetCatalogue
{
    // A description that states none of these has the recordings of the one that it extends.
    private static readonly string[] RecordingKeys = ["sources", "synthetic", "corpora"];

    /// <summary>Names of all corpora in ordinal order.</summary>
    public static IReadOnlyList<string> Names(CorpusFolders folders) => Below(folders).ListNames();

    /// <summary>All corpora in ordinal order of their names.</summary>
    /// <exception cref="ConfigurationException">A description breaks a rule.</exception>
    public static IReadOnlyList<DatasetDescription> Read(CorpusFolders folders) => [.. Names(folders).Select(name => Read(folders, name))];

    /// <summary>The corpora that a name joins, in ordinal order: those between the commas of <c>tess,urdu</c>; else the name itself.</summary>
    public static IReadOnlyList<string> Divide(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. name.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)];
    }

    /// <summary>One corpus, with what its description <c>extends</c>; or several, joined under the labels that all of them have.</summary>
    /// <param name="folders">The project's folders.</param>
    /// <param name="name">Name of a description, or several with commas between.</param>
    /// <exception cref="ConfigurationException">There is no such description, or it breaks a rule.</exception>
    public static DatasetDescription Read(CorpusFolders folders, string name)
    {
        if (Divide(name) is { Count: > 1 } several)
        {
            return new DatasetDescription
            {
                Name = string.Join(',', several),
                Title = $"{string.Join(", ", several.SkipLast(1))} and {several[^1]}, with the labels that all have",
                Licence = "that of each corpus",
                Citation = "those of the corpora",
                Corpora = [.. several.Select(static part => new CorpusPartOptions { Dataset = part })],
                OnlyCommonLabels = true,
            };
        }

        var folder = Below(folders);
        var (description, tree) = new OptionsReader<DatasetDescription>(folder).Read(name, []);
        return description with
        {
            RecordingsName = RecordingsName(folder, name, tree),
            Expected = ExpectedOf(description, tree),
        };
    }

    // Counts hold for what the file that states them selects: those of a whole corpus say nothing about a part of it.
    private static ExpectedCounts? ExpectedOf(DatasetDescription description, MappingNode tree)
    {
        var counts = tree.Find("expected")?.Value as MappingNode;
        return tree.Find("where") is { Value: MappingNode } where
            ? description.Expected?.OnlyCounts(key => counts?.Find(key)?.KeyOrigin.Source == where.KeyOrigin.Source)
            : description.Expected;
    }

    private static string RecordingsName(OptionsFolder folder, string name, MappingNode tree) =>
        folder.FindExtended(name) is { } parent && !RecordingKeys.Any(key => IsStatedBy(folder, name, tree.Find(key)))
            ? RecordingsName(folder, parent, tree)
            : name;

    private static bool IsStatedBy(OptionsFolder folder, string name, MappingEntry? entry) =>
        entry is not null && entry.KeyOrigin.Source == folder.DisplayNameOf(name);

    private static OptionsFolder Below(CorpusFolders folders) => new()
    {
        Path = folders.Descriptions,
        DisplayName = "experiments/datasets",
        Noun = "dataset",
        SetExample = "dataset.source=PATH",
    };
}
