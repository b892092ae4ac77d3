using System.Globalization;
using System.Text;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Options.Yaml;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Importing;

/// <summary>Writes an imported corpus: a description, and beside the recordings the table that it reads.</summary>
/// <remarks>Determinism: equal corpora give equal bytes.</remarks>
[OutsideFingerprint("writes descriptions; no stage reads it")]
public static class ImportedFiles
{
    /// <summary>Writes both files, each whole or not at all.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="description">Path of the description, <c>NAME.yaml</c>.</param>
    /// <param name="table">Path of the table, in the folder of the recordings.</param>
    /// <exception cref="DatasetException">One of them is there already.</exception>
    public static void Write(ImportedCorpus corpus, string description, string table)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        foreach (var file in new[] { description, table }.Where(File.Exists))
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("is there already")
                {
                    Where = file,
                    Rule = "a new one",
                    NextStep = "Remove it, or give another name by --name.",
                });
        }

        AtomicFile.Write(table, Encoding.UTF8.GetBytes(Table(corpus)));
        var name = Path.GetFileNameWithoutExtension(description);
        AtomicFile.Write(description, Encoding.UTF8.GetBytes(Description(corpus, name, Path.GetFileName(table))));
    }

    /// <summary>
    /// The <c>split</c> section of an experiment on the stated folds; null where there is none that can be trained and tested.
    /// </summary>
    public static string? Split(ImportedCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (corpus.Folds.Count == 0 || corpus.Folds.Any(static fold => fold.TrainClips == 0 || fold.TestClips == 0))
        {
            return null;
        }

        var isDrawn = corpus.Folds.Any(static fold => fold.ValidationClips == 0);
        var validation = isDrawn && corpus is { SharesSpeakers: false, KnowsSpeakers: true } ? ", validation_by: speaker" : "";
        string[] leaks =
        [
            .. corpus.SharesSpeakers ? ["shared_speakers"] : Array.Empty<string>(),
            .. corpus.SharesTexts ? ["shared_texts"] : Array.Empty<string>(),
        ];
        var acknowledge = leaks.Length == 0 ? "" : $", acknowledge: [{string.Join(", ", leaks)}]";
        return $"split: {{by: folds, columns: [{string.Join(", ", corpus.FoldNames)}]{validation}{acknowledge}}}";
    }

    private static string Table(ImportedCorpus corpus)
    {
        var hasTexts = corpus.Clips.Any(static clip => clip.Text.Length > 0);
        var hasStretches = corpus.Clips.Any(static clip => clip.Stretch is not null);
        using var text = new StringWriter();
        using var csv = new CsvText(text);
        csv.WriteRow(
        [
            "path", "label", "speaker", .. hasTexts ? ["text"] : Array.Empty<string>(),
            .. hasStretches ? ["start", "end"] : Array.Empty<string>(), .. corpus.FoldNames, .. corpus.Columns.Select(static column => column.Name),
        ]);
        foreach (var clip in corpus.Clips)
        {
            csv.WriteRow(
            [
                clip.Path, clip.Label, clip.Speaker, .. hasTexts ? [clip.Text] : Array.Empty<string>(),
                .. hasStretches ? [Seconds(clip.Stretch?.StartSeconds), Seconds(clip.Stretch?.EndSeconds)] : Array.Empty<string>(),
                .. clip.Sides, .. clip.Values,
            ]);
        }

        return text.ToString();
    }

    private static string Seconds(double? seconds) => seconds is { } value ? ColumnValues.TextOfNumber(value) : "";

    private static string Description(ImportedCorpus corpus, string name, string table)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"name: {name}\n");
        text.Append(CultureInfo.InvariantCulture, $"title: {Quoted(corpus.Title)}\n");
        text.Append(
            corpus.Licence is { } licence
                ? $"licence: {Quoted(licence)}\n"
                : "licence: unknown      # that of the corpus; to be filled in: reports and model cards print it\n");
        text.Append(CultureInfo.InvariantCulture, $"citation: {Quoted(corpus.Citation)}\n");
        foreach (var line in corpus.Folds.Select(static fold => fold.Describe()).Concat(corpus.Notes))
        {
            text.Append(CultureInfo.InvariantCulture, $"# {line}\n");
        }

        if (Split(corpus) is { } split)
        {
            text.Append(CultureInfo.InvariantCulture, $"# In an experiment: {split}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"manifest: {{file: {Quoted(table)}}}\n");
        var columns = corpus.FoldNames.Select(static fold => new ImportedColumn(fold, ColumnType.Text, IsPerSpeaker: false))
            .Concat(corpus.Columns)
            .ToList();
        text.Append(columns.Count == 0 ? "" : "columns:\n");
        foreach (var column in columns)
        {
            var type = column.Type == ColumnType.Number ? "number" : "text";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {column.Name}: {(column.IsPerSpeaker ? $"{{type: {type}, per_speaker: true}}" : type)}\n");
        }

        text.Append("labels:\n");
        foreach (var (code, label) in corpus.Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Quoted(code)}: {Quoted(label)}\n");
        }

        text.Append(corpus.IsPart ? "ignore: '.*'      # recordings that the table does not list\n" : "");
        text.Append(CultureInfo.InvariantCulture, $"expected: {{clips: {corpus.Clips.Count}}}\n");
        return text.ToString();
    }

    private static string Quoted(string text) => new ScalarNode(text, IsPlain: false, ValueOrigin.Default).ToYaml();
}
