using Bakeoff.Options;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora;

/// <summary>The corpora that a project describes.</summary>
[OutsideFingerprint("describes corpora before stages are built; what a stage reads of them is in its options record")]
public static class DatasetCatalogue
{
    /// <summary>Names of all corpora in ordinal order.</summary>
    public static IReadOnlyList<string> Names(CorpusFolders folders) => Directory.Exists(folders.Descriptions)
        ? [.. Directory.EnumerateFiles(folders.Descriptions, "*.yaml")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All corpora in ordinal order of their names.</summary>
    /// <exception cref="ConfigurationException">A description breaks a rule.</exception>
    public static IReadOnlyList<DatasetDescription> Read(CorpusFolders folders) => [.. Names(folders).Select(name => Read(folders, name))];

    /// <summary>One corpus.</summary>
    /// <exception cref="ConfigurationException">There is no such description, or it breaks a rule.</exception>
    public static DatasetDescription Read(CorpusFolders folders, string name) =>
        YamlOptions.Read<DatasetDescription>(
            Path.Combine(folders.Descriptions, name + ".yaml"),
            $"experiments/datasets/{name}.yaml",
            (_, tree, problems) => CheckName(tree, name, problems));

    /// <summary>A copied file that keeps the old name would be taken for the other corpus.</summary>
    private static void CheckName(MappingNode tree, string name, ProblemList problems)
    {
        if (tree.Find("name")?.Value is ScalarNode { IsNull: false, Text.Length: > 0 } written && written.Text != name)
        {
            problems.AddValue(written, "name", $"'{name}', the name of the file", $"Write name: {name}, or rename the file.");
        }
    }
}
