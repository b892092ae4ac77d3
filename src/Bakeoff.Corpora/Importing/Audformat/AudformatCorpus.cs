using System.Globalization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>
/// A corpus as a database in audformat describes it: clips and labels of some tables, and what its other tables state of these.
/// </summary>
/// <remarks>
/// Reads <c>db.yaml</c> with tables in Parquet or CSV, never pickles. Columns of other tables come along where they have rows about the
/// same stretches or files; labels that a misc table lists bring its columns, such as age and gender of speakers.
/// </remarks>
[OutsideFingerprint("imports descriptions; no stage reads it")]
public static class AudformatCorpus
{
    private const string Split = "split";

    /// <summary>Reads one corpus.</summary>
    /// <param name="choice">Database, tables and column.</param>
    /// <param name="cancellationToken">Stops between tables.</param>
    /// <exception cref="DatasetException">The database, a table or a row is not as the format says, or nothing is chosen.</exception>
    /// <exception cref="ConfigurationException">The header is no YAML.</exception>
    public static async Task<ImportedCorpus> ReadAsync(AudformatChoice choice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var database = new AudformatDatabase(AudformatHeader.Read(choice.Folder));
        var header = database.Header;
        var tables = new List<AudformatTable>();
        foreach (var table in ChooseTables(header, choice.Tables))
        {
            tables.Add(await database.ReadAsync(table, cancellationToken).ConfigureAwait(false));
        }

        var column = ChooseColumn(tables, choice.Column);
        var labels = await database.LabelsAsync(column.Scheme, cancellationToken).ConfigureAwait(false);
        RequireNames(column, labels);
        if (!Directory.Exists(choice.Recordings))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("there is no such folder") { Where = choice.Recordings, Rule = "that of the recordings" });
        }

        var recordings = CorpusFolder.Open(header.TextOf("name") ?? "", choice.Recordings);
        var clips = new AudformatClips(tables, column.Name, labels, recordings);
        var fields = await AudformatFields.ReadAsync(database, tables, column.Name, clips.All, cancellationToken).ConfigureAwait(false);
        var split = await AudformatSplit.FindAsync(database, tables, clips.All, fields.All, cancellationToken).ConfigureAwait(false);
        return Assemble(header, (column, labels), clips, fields, split) with
        {
            IsPart = recordings.AudioFiles.Except(clips.All.Select(static clip => clip.Path), StringComparer.Ordinal).Any(),
        };
    }

    private static ImportedCorpus Assemble(
        AudformatHeader header,
        (AudformatColumnHeader Column, AudformatLabels? Labels) label,
        AudformatClips clips,
        AudformatFields fields,
        AudformatSplit split)
    {
        var speaker = fields.Find("speaker");
        var text = fields.Find("transcription", "text");
        var columns = new AudformatColumns();
        foreach (var field in fields.All)
        {
            Add(columns, field, isColumn: field != speaker && field != text && field != split.Field, isSpeaker: field == speaker);
        }

        if (header.TextsOf("languages") is [var language] && fields.All.All(static field => field.Column.Name != "language"))
        {
            var values = Enumerable.Repeat(language, clips.All.Count).ToArray();
            columns.Add("language", "db_language", new ImportedColumn("language", ColumnType.Text, IsPerSpeaker: false), values);
        }

        var (taken, columnValues, notes) = columns.Finish();
        var (codes, words) = Words(label.Column, label.Labels, clips.All);
        var (speakers, texts) = (speaker?.Values, text?.Values);
        return new ImportedCorpus
        {
            Name = header.TextOf("name") ?? "",
            Title = header.TextOf("name") is { } name ? $"{name}, from audformat" : "from audformat",
            Licence = header.TextOf("license"),
            Citation = new[] { header.TextOf("author"), header.TextOf("source") }.OfType<string>().ToArray() is { Length: > 0 } works
                ? string.Join(", ", works)
                : "none",
            Labels = words,
            Columns = taken,
            FoldNames = split.Sides is null ? [] : [Split],
            Clips =
            [
                .. clips.All.Select((clip, i) => new ImportedClip(
                    clip.Path,
                    clip.Label,
                    speakers?[i] ?? "",
                    split.Sides is null ? [] : [split.Sides[i]])
                {
                    Text = texts?[i] ?? "",
                    Stretch = clip.Key is { Start: 0, End: null } ? null : new ClipStretch(clip.Key.Start / 1e9, clip.Key.End / 1e9, null),
                    Values = [.. columnValues.Select(values => values[i])],
                }),
            ],
            Notes =
            [
                .. clips.Notes,
                $"labels: {string.Join(", ", codes)}",
                speaker is null ? "speakers: not stated" : $"speakers: {Distinct(speakers!)}, by {speaker.Place}",
                text is null ? "texts: not stated" : $"texts: {Distinct(texts!)}, by {text.Place}",
                .. notes,
                .. fields.Notes,
                .. split.Note is null ? Array.Empty<string>() : [split.Note],
                .. header.TextOf("usage") is { } usage ? [$"usage: {usage}"] : Array.Empty<string>(),
            ],
        };
    }

    private static string Distinct(string[] values) =>
        values
            .Where(static value => value.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Count()
            .ToString("N0", CultureInfo.InvariantCulture);

    private static void Add(AudformatColumns columns, AudformatField field, bool isColumn, bool isSpeaker)
    {
        if (isColumn)
        {
            // A person has one gender and, within a corpus, one age; the index says where that is not so.
            var column = new ImportedColumn("", field.Type, IsPerSpeaker: field.Column.IsOf("gender", "age"));
            columns.Add(field.Column.Name, $"{field.Table}_{field.Column.Name}", column, field.Values);
        }

        foreach (var (name, type) in field.Labels?.Properties ?? [])
        {
            columns.Add(name, $"{field.Column.Name}_{name}", new ImportedColumn("", type, isSpeaker), field.PropertiesOf(name));
        }
    }

    // Counts of the labels, and the labels that their codes stand for.
    private static (IReadOnlyList<string> Counts, SortedDictionary<string, string> Words) Words(
        AudformatColumnHeader column,
        AudformatLabels? labels,
        IReadOnlyList<AudformatClip> clips)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal))
        {
            words[code] = StrictText.Clean(labels?.ByCode[code].Meaning ?? code).ToLowerInvariant();
        }

        if (words.Keys.GroupBy(StrictText.Fold, StringComparer.Ordinal).FirstOrDefault(static group => group.Skip(1).Any()) is { } alike)
        {
            throw new DatasetException(
                DatasetProblem.Name,
                new ErrorDetails($"labels {string.Join(" and ", alike.Select(static code => $"'{code}'"))} of {column.Name} differ only in case")
                {
                    Where = column.Origin.ToString(),
                    Rule = "one spelling",
                    NextStep = "Write one of them in all rows.",
                });
        }

        var counts = clips.CountBy(clip => words[clip.Label]).OrderBy(static pair => pair.Key, StringComparer.Ordinal);
        return ([.. counts.Select(static pair => FormattableString.Invariant($"{pair.Key} {pair.Value:N0}"))], words);
    }

    private static IEnumerable<AudformatTableHeader> ChooseTables(AudformatHeader header, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails("no table is named")
                {
                    Where = header.File,
                    Rule = $"one of {Described(header.Tables.Values)}",
                    NextStep = "Give it by --table.",
                });
        }

        if (names.FirstOrDefault(name => !header.Tables.ContainsKey(name)) is { } unknown)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"there is no table '{unknown}'")
                {
                    Where = header.File,
                    Rule = $"one of {Described(header.Tables.Values)}",
                    NextStep = NearestName.Question(unknown, header.Tables.Keys),
                });
        }

        return names.Distinct(StringComparer.Ordinal).Select(name => header.Tables[name]);
    }

    private static string Described(IEnumerable<AudformatTableHeader> tables) =>
        AudformatHeader.Listed(tables.Select(static table => table.Columns.Count == 0
            ? table.Name
            : $"{table.Name} ({string.Join(", ", table.Columns.Select(static column => column.Name))})"));

    private static AudformatColumnHeader ChooseColumn(IReadOnlyList<AudformatTable> tables, string? name)
    {
        var found = tables
            .Select(table => (
                table.Header,
                Column: table.Header.Columns.FirstOrDefault(column => name is null ? table.Header.Columns.Count == 1 : column.Name == name)))
            .ToList();
        if (found.FirstOrDefault(static pair => pair.Column is null) is { Header: { } lacking })
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails(
                    lacking.Columns.Count == 0 ? $"table {lacking.Name} has no columns"
                    : name is null ? $"no column of table {lacking.Name} is named"
                    : $"table {lacking.Name} has no column '{name}'")
                {
                    Where = lacking.Origin.ToString(),
                    Rule = lacking.Columns.Count == 0
                        ? "a table with labels"
                        : $"one of {string.Join(", ", lacking.Columns.Select(static column => column.Name))}",
                    NextStep = lacking.Columns.Count > 0 && name is null ? "Give it by --column." : null,
                });
        }

        return found.Select(static pair => pair.Column!).Distinct().ToList() is var columns
            && columns.FirstOrDefault(column => column.Name != columns[0].Name || column.Scheme != columns[0].Scheme) is { } other
            ? throw AudformatHeader.Refuse(
                other.Origin,
                $"column {other.Name} is of scheme {other.Scheme?.Name ?? "none"}",
                $"scheme {columns[0].Scheme?.Name ?? "none"} as in table {found[0].Header.Name}")
            : columns[0];
    }

    private static void RequireNames(AudformatColumnHeader column, AudformatLabels? labels)
    {
        if (labels is null && column.Type is not (AudformatType.Str or AudformatType.Object))
        {
            throw new DatasetException(
                DatasetProblem.Table,
                new ErrorDetails($"scheme {column.Scheme!.Name} of column {column.Name} is {YamlName.Of(column.Type)} without labels")
                {
                    Where = column.Origin.ToString(),
                    Rule = "a scheme with labels, or of texts",
                    NextStep = "Name another column by --column.",
                });
        }
    }
}
