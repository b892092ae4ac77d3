using System.Text.RegularExpressions;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>The rows of one <c>metadata</c> table, found by key.</summary>
internal sealed class MetadataTable
{
    private readonly Dictionary<string, TableRow> _rows = new(StringComparer.Ordinal);

    private MetadataTable(MetadataOptions options, IReadOnlyList<string> files)
    {
        Options = options;
        Files = files;
        Key = new FieldTemplate(options.Key);
    }

    /// <summary>The table as the description states it.</summary>
    public MetadataOptions Options { get; }

    /// <summary>Files that were read, relative to the folder of recordings; empty where there is none.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Template over a clip's fields that gives the key.</summary>
    public FieldTemplate Key { get; }

    /// <summary>Names of the columns; empty where there is no file.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The key of the first row, for messages; null without rows.</summary>
    public string? FirstKey { get; private set; }

    /// <summary>Reads a table.</summary>
    /// <param name="options">The table.</param>
    /// <param name="folder">The corpus.</param>
    /// <param name="used">Names of the fields that columns are read from: in these, two rows of one key must not differ.</param>
    /// <exception cref="DatasetException">
    /// A file that is required is not there, cannot be read, lacks the key or has no row; or two rows of one key differ.
    /// </exception>
    public static MetadataTable Read(MetadataOptions options, CorpusFolder folder, IReadOnlySet<string> used)
    {
        var pattern = FilePattern(options.File);
        var table = new MetadataTable(options, [.. folder.Files.Where(file => pattern.IsMatch(file))]);
        if (table.Files.Count == 0 && options.IsRequired)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"holds no {options.File}, which metadata of {folder.Dataset}.yaml reads")
                {
                    Where = folder.Path,
                    NextStep = "Put it there, correct file, or write required: false to leave its columns empty where it is not.",
                });
        }

        var key = new FieldTemplate(options.RowKey);
        foreach (var file in table.Files)
        {
            var path = Path.Combine(folder.Path, file);
            var rows = options.Lines is null
                ? TextTable.Read(path, [.. key.Names], options.Encoding, "metadata")
                : LinePattern.Read(path, options.Lines, options.Encoding);
            foreach (var row in rows)
            {
                table.Add(row, key, used);
            }
        }

        if (table.Files.Count > 0 && table._rows.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.Table,
                new ErrorDetails($"no {(options.Lines is null ? "row" : "line")} gives a key")
                {
                    Where = Path.Combine(folder.Path, table.Files[0]),
                    Rule = options.Lines is null ? $"rows with a value in {options.RowKey}" : $"lines like {options.Lines}",
                    NextStep = $"Correct metadata in {folder.Dataset}.yaml.",
                });
        }

        return table;
    }

    /// <summary>The row of a key, without regard to case; null where there is none.</summary>
    public TableRow? Find(string key) => key.Length == 0 ? null : _rows.GetValueOrDefault(StrictText.Fold(key));

    private void Add(TableRow row, FieldTemplate keyOfRow, IReadOnlySet<string> used)
    {
        Columns = row.Names;
        var key = keyOfRow.Fill(row.Find);
        FirstKey ??= key.Length == 0 ? null : key;
        if (key.Length == 0 || _rows.TryAdd(StrictText.Fold(key), row))
        {
            return;
        }

        var first = _rows[StrictText.Fold(key)];
        if (row.Names.FirstOrDefault(name => used.Contains(name) && StrictText.Fold(row[name]) != StrictText.Fold(first[name])) is { } column)
        {
            throw row.Refuse(
                column,
                $"{column} of {key} is '{row[column]}'",
                $"'{first[column]}' as in {first.Origin}, or one row for {key}",
                "Correct one of the rows.");
        }
    }

    private static Regex FilePattern(string file)
    {
        var pattern = Regex.Escape(file.Replace('\\', '/').TrimStart('/'))
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new Regex($@"(?:^|/){pattern}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
