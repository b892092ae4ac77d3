using System.Globalization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>A clip with the row that states it.</summary>
/// <param name="Key">File or stretch.</param>
/// <param name="Path">Path of the file as it is spelt in the folder of the recordings.</param>
/// <param name="Table">The table.</param>
/// <param name="Row">Its row.</param>
/// <param name="Label">Code of the label.</param>
internal sealed record AudformatClip(AudformatKey Key, string Path, AudformatTable Table, TableRow Row, string Label);

/// <summary>The clips of the chosen tables, and notes on the rows that are none.</summary>
internal sealed class AudformatClips
{
    private readonly string _column;
    private readonly StatedFiles _files;
    private readonly Dictionary<AudformatKey, TableRow> _rows = [];
    private readonly List<AudformatClip> _clips = [];
    private readonly List<TableRow> _unlabelled = [];
    private readonly List<TableRow> _missing = [];

    /// <summary>Collects the clips.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="column">Column with the labels.</param>
    /// <param name="labels">The labels that it may have; null for any.</param>
    /// <param name="recordings">Files of the corpus.</param>
    /// <exception cref="DatasetException">A row is wrong, or none is a clip.</exception>
    public AudformatClips(IReadOnlyList<AudformatTable> tables, string column, AudformatLabels? labels, CorpusFolder recordings)
    {
        _column = column;
        _files = new StatedFiles(recordings, "", "");
        foreach (var table in tables)
        {
            foreach (var row in table.Rows)
            {
                Add(table, row, labels);
            }
        }

        var count = tables.Sum(static table => table.Rows.Count);
        if (_clips.Count == 0)
        {
            throw _missing.Count > 0
                ? new DatasetException(
                    DatasetProblem.NotFound,
                    new ErrorDetails(
                        $"holds none of the files that {Path.GetFileName(tables[0].File)} lists, such as {_missing[0]["file"]}")
                    {
                        Where = recordings.Path,
                        Rule = "the recordings",
                        NextStep = "Name their folder by --recordings.",
                    })
                : new DatasetException(
                    DatasetProblem.Table,
                    new ErrorDetails(count == 0 ? "has no rows" : $"no row has a value in {column}")
                    {
                        Where = tables[0].File,
                        Rule = "some",
                    });
        }

        All =
        [
            .. _clips
                .OrderBy(static clip => clip.Path, StringComparer.Ordinal)
                .ThenBy(static clip => clip.Key.Start)
                .ThenBy(static clip => clip.Key.End ?? long.MaxValue),
        ];
        var files = string.Join(", ", tables.Select(static table => Path.GetFileName(table.File)));
        Notes =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"rows: {count:N0} read from {files}, {All.Count:N0} {(All.Count == 1 ? "is a clip" : "are clips")}"),
            .. LeftOut(_unlabelled, $"without {column}", static row => row.Origin),
            .. LeftOut(_missing, "whose file is not there", static row => $"{StrictText.Clean(row["file"])} in {row.Origin}"),
        ];
    }

    /// <summary>The clips in ordinal order of paths, then by time.</summary>
    public IReadOnlyList<AudformatClip> All { get; }

    /// <summary>Rows that were read, and those that are left out.</summary>
    public IReadOnlyList<string> Notes { get; }

    private static IEnumerable<string> LeftOut(List<TableRow> rows, string why, Func<TableRow, string> example)
    {
        if (rows.Count > 0)
        {
            yield return $"left out: {Quantity.Of(rows.Count, "row")} {why}, such as {example(rows[0])}";
        }
    }

    private static void RequireInside(TableRow row, string path)
    {
        var parts = path.Split('/');
        var isForeign = path.Contains('\\', StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':');
        if (isForeign || parts.Any(static part => part is "" or "." or ".."))
        {
            throw row.Refuse(
                "file",
                $"file is '{path}'",
                "a path below the folder of the database, with forward slashes and without '..'",
                "Correct it.");
        }
    }

    private static void RequireLength(TableRow row, AudformatKey key)
    {
        if (key.Start < 0)
        {
            throw row.Refuse("start", $"start is '{row["start"]}'", "at least 0", "Correct it.");
        }

        if (key.End <= key.Start)
        {
            throw row.Refuse("end", $"end is '{row["end"]}'", $"more than start ('{row["start"]}')", "Correct it, or remove the row.");
        }
    }

    private void Add(AudformatTable table, TableRow row, AudformatLabels? labels)
    {
        var type = table.Header.Columns.First(column => column.Name == _column).Type;
        var stated = table.KeyOf(row);
        RequireInside(row, stated.File);
        RequireLength(row, stated);

        // What tables spell in two ways may be one file.
        var path = _files.Find(stated.File, row.Origin);
        var key = stated with { File = path ?? stated.File };
        if (!_rows.TryAdd(key, row))
        {
            throw row.Refuse(
                "file",
                $"{stated.File} is listed twice",
                $"one row a clip, and {_rows[key].Origin} is its first",
                "Remove one, or choose one of the tables.");
        }

        var label = labels?.ByCode.ContainsKey(row[_column]) == true ? row[_column] : table.Read(row, _column, type);
        if (label.Length == 0)
        {
            _unlabelled.Add(row);
            return;
        }

        if (labels?.ByCode.ContainsKey(label) == false)
        {
            throw row.Refuse(
                _column,
                $"{_column} is '{label}'",
                $"one of {AudformatHeader.Listed(labels.ByCode.Keys)}",
                $"Correct it, or add it to the labels of its scheme in {AudformatHeader.FileName}.");
        }

        if (path is null)
        {
            _missing.Add(row);
        }
        else
        {
            _clips.Add(new AudformatClip(stated, path, table, row, label));
        }
    }
}
