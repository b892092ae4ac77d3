using System.Globalization;
using System.Text;
using Bakeoff.Corpora.Importing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>Writes a corpus of EmoBox as a description and the table that it reads.</summary>
internal static class EmoBoxFiles
{
    private const string Rule = "a new one";

    /// <summary>Writes <c>experiments/datasets/NAME.yaml</c>, and the table into the folder of the recordings.</summary>
    /// <param name="workspace">Project.</param>
    /// <param name="name">Name of the description.</param>
    /// <param name="corpus">Lists of EmoBox.</param>
    /// <param name="recordings">Folder of the recordings, which the table's paths are relative to.</param>
    /// <returns>Paths of both files.</returns>
    /// <exception cref="ScaffoldingException">One of them is there already.</exception>
    public static (string Description, string Table) Write(Workspace workspace, string name, EmoBoxCorpus corpus, string recordings)
    {
        var description = Path.Combine(workspace.DatasetDescriptionsFolder, name + ".yaml");
        var table = Path.Combine(recordings, TableName(corpus));
        foreach (var file in new[] { description, table }.Where(File.Exists))
        {
            throw new ScaffoldingException(file, "is there already", "Remove it, or give another name by --name.", Rule);
        }

        Directory.CreateDirectory(workspace.DatasetDescriptionsFolder);
        File.WriteAllText(table, Table(corpus));
        File.WriteAllText(description, Description(name, corpus));
        return (description, table);
    }

    /// <summary>The <c>split</c> section of an experiment on these folds.</summary>
    public static string Split(EmoBoxCorpus corpus)
    {
        var validation = corpus.Folds.Any(static fold => fold.ValidationClips == 0) && corpus is { SharesSpeakers: false, KnowsSpeakers: true }
            ? ", validation_by: speaker"
            : "";
        var acknowledge = corpus.SharesSpeakers ? ", acknowledge: [shared_speakers]" : "";
        return $"split: {{by: folds, columns: [{string.Join(", ", corpus.FoldNames)}]{validation}{acknowledge}}}";
    }

    private static string TableName(EmoBoxCorpus corpus) => $"emobox-{corpus.Name}.csv";

    private static string Table(EmoBoxCorpus corpus)
    {
        using var text = new StringWriter();
        using var csv = new CsvText(text);
        csv.WriteRow(["path", "label", "speaker", .. corpus.FoldNames]);
        foreach (var clip in corpus.Clips)
        {
            csv.WriteRow([clip.Path, clip.Label, clip.Speaker, .. clip.Sides]);
        }

        return text.ToString();
    }

    private static string Description(string name, EmoBoxCorpus corpus)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"name: {name}\n");
        text.Append(CultureInfo.InvariantCulture, $"title: {corpus.Name} as EmoBox lists it\n");
        text.Append("licence: unknown      # that of the corpus; to be filled in: reports and model cards print it\n");
        text.Append("citation: >-\n  Z. Ma et al., EmoBox: multilingual multi-corpus speech emotion recognition toolkit and benchmark, ")
            .Append("Interspeech 2024; and the corpus itself\n");
        text.Append("# Folds of EmoBox:\n");
        foreach (var line in corpus.Folds.Select(static fold => fold.Describe()).Concat(corpus.Notes))
        {
            text.Append(CultureInfo.InvariantCulture, $"#   {line}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"# In an experiment: {Split(corpus)}\n");
        text.Append(CultureInfo.InvariantCulture, $"manifest: {{file: {TableName(corpus)}}}\n");
        text.Append("columns:\n");
        foreach (var fold in corpus.FoldNames)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {fold}: text\n");
        }

        text.Append("labels:\n");
        foreach (var (code, label) in corpus.Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {DatasetFile.Quoted(code)}: {DatasetFile.Quoted(label)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"expected: {{clips: {corpus.Clips.Count}}}\n");
        return text.ToString();
    }
}
