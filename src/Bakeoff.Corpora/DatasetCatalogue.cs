using System.Globalization;
using System.Text;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Corpora;

/// <summary>The corpora that a project describes.</summary>
public static class DatasetCatalogue
{
    /// <summary>Names of all corpora in ordinal order.</summary>
    public static IReadOnlyList<string> Names(CorpusFolders folders) => Directory.Exists(folders.Descriptions)
        ? Directory.EnumerateFiles(folders.Descriptions, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToList()
        : [];

    /// <summary>All corpora in ordinal order of their names.</summary>
    /// <exception cref="ConfigurationException">A description breaks a rule.</exception>
    public static IReadOnlyList<(string Name, DatasetDescription Description)> Read(CorpusFolders folders) => Names(folders).Select(name => (name, Read(folders, name))).ToList();

    /// <summary>One corpus.</summary>
    /// <exception cref="ConfigurationException">There is no such description, or it breaks a rule.</exception>
    public static DatasetDescription Read(CorpusFolders folders, string name) =>
        YamlOptions.Read<DatasetDescription>(Path.Combine(folders.Descriptions, name + ".yaml"), $"experiments/datasets/{name}.yaml", (_, tree, problems) => CheckName(tree, name, problems));

    /// <summary>A copied file that keeps the old name would be taken for the other corpus.</summary>
    private static void CheckName(MappingNode tree, string name, ProblemList problems)
    {
        if (tree.Find("name")?.Value is ScalarNode { IsNull: false, Text.Length: > 0 } written && written.Text != name)
        {
            problems.AddValue(written, "name", $"'{name}', the name of the file", $"Write name: {name}, or rename the file.");
        }
    }

    private static string OnDisk(string path)
    {
        if (File.Exists(path))
        {
            return string.Create(CultureInfo.InvariantCulture, $"archive {path}, {new FileInfo(path).Length / 1e6:0.0} MB");
        }

        if (!Directory.Exists(path))
        {
            return $"last taken from {path}, which is gone; name its new place with --set=dataset.source=PATH";
        }

        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"folder {path}, {files.Count} files, {files.Sum(static file => file.Length) / 1e6:0.0} MB");
    }

    /// <summary>What there is to know about a corpus, as text for a terminal.</summary>
    public static string Describe(CorpusFolders folders, string name)
    {
        var dataset = Read(folders, name);
        var memory = Path.Combine(folders.Sources, name + ".source");
        var text = new StringBuilder();
        Line("title", dataset.Title);
        Line("licence", dataset.Licence);
        Line("citation", dataset.Citation);
        Line("language", dataset.Language ?? "not stated");
        foreach (var source in dataset.Sources)
        {
            Line("source", source.Summary);
        }

        foreach (var part in dataset.Corpora)
        {
            Line("made of", $"{part.Dataset}{(part.Labels.Count == 0 ? string.Empty : $", labels {string.Join(", ", part.Labels.Select(pair => pair.Key == pair.Value ? pair.Key : $"{pair.Key} as {pair.Value}"))}")}");
        }

        if (dataset.Expected is { } expected)
        {
            Line("expected", string.Create(CultureInfo.InvariantCulture, $"{expected.Clips} clips, {expected.Speakers} speakers, {expected.Texts} texts, {expected.Labels} labels"));
        }

        foreach (var defect in dataset.KnownDefects)
        {
            Line("known defect", $"{defect.File}: {defect.Note}");
        }

        Line("on this machine", dataset.Corpora.Count > 0 ? "see each corpus; or name a folder that holds them, as folders or zip archives of their names, with --set=dataset.source=PATH" : dataset.Synthetic is not null ? "made when needed" : File.Exists(memory) ? OnDisk(File.ReadLines(memory).First()) : $"not yet; name a zip or folder with --set=dataset.source=PATH");
        return text.ToString();

        void Line(string title, string value) => text.Append(CultureInfo.InvariantCulture, $"{title,-16} {value}\n");
    }
}
