using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>A column of a table, with its code for each clip.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Column">The column.</param>
/// <param name="Labels">Labels that its codes stand for; null where the codes are the values.</param>
/// <param name="Codes">Code of each clip; empty where it is missing.</param>
internal sealed record AudformatField(string Table, AudformatColumnHeader Column, AudformatLabels? Labels, string[] Codes)
{
    /// <summary>Table and column, for messages.</summary>
    public string Place => $"{Table}.{Column.Name}";

    /// <summary>Kind of its values.</summary>
    public ColumnType Type => Labels?.ByCode.Values.Any(static label => label.Meaning is not null) == true
        ? ColumnType.Text
        : AudformatTypes.ColumnOf(Column.Type);

    /// <summary>Value of each clip: what its code stands for.</summary>
    public string[] Values => Labels is null
        ? Codes
        : Array.ConvertAll(Codes, code => code.Length == 0 ? "" : Labels.ByCode[code].Meaning ?? code);

    /// <summary>A property of each clip's label, such as the age of its speaker; empty where it is not stated.</summary>
    public string[] PropertiesOf(string name) =>
        Array.ConvertAll(Codes, code => code.Length == 0 ? "" : Labels!.ByCode[code].Properties.GetValueOrDefault(name, ""));
}

/// <summary>
/// Joins the columns of all tables onto the clips: rows of the clips themselves, then those about the same stretch or file.
/// </summary>
internal sealed class AudformatFields
{
    private readonly AudformatDatabase _database;
    private readonly IReadOnlyList<AudformatClip> _clips;
    private readonly List<AudformatField> _fields = [];
    private readonly List<string> _notes = [];

    private AudformatFields(AudformatDatabase database, IReadOnlyList<AudformatClip> clips) => (_database, _clips) = (database, clips);

    /// <summary>The columns, without that of the labels.</summary>
    public IReadOnlyList<AudformatField> All => _fields;

    /// <summary>Tables that are not joined, and values that are left out.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The column of one of some names; if there is none, the first whose scheme has one; null without either.</summary>
    public AudformatField? Find(params string[] names) =>
        _fields.Find(field => names.Contains(field.Column.Name, StringComparer.Ordinal)) ?? _fields.Find(field => field.Column.IsOf(names));

    /// <summary>Reads all tables.</summary>
    /// <param name="database">The database.</param>
    /// <param name="chosen">Tables that the clips are of.</param>
    /// <param name="label">Column with the labels.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="cancellationToken">Stops between tables.</param>
    /// <exception cref="DatasetException">A table cannot be read, lists a clip twice, or names a speaker who is none.</exception>
    public static async Task<AudformatFields> ReadAsync(
        AudformatDatabase database,
        IReadOnlyList<AudformatTable> chosen,
        string label,
        IReadOnlyList<AudformatClip> clips,
        CancellationToken cancellationToken)
    {
        var fields = new AudformatFields(database, clips);
        foreach (var column in chosen.SelectMany(static table => table.Header.Columns).DistinctBy(static column => column.Name, StringComparer.Ordinal))
        {
            if (column.Name == label)
            {
                continue;
            }

            var rows = clips.Select(clip => clip.Table.Header.Columns.Any(own => own.Name == column.Name) ? clip.Row : null);
            await fields.AddAsync(chosen[0], column, [.. rows], cancellationToken).ConfigureAwait(false);
        }

        var others = database.Header.Tables.Values.Except(chosen.Select(static table => table.Header));
        foreach (var header in others.Where(static table => table.Columns.Count > 0))
        {
            await fields.AddAsync(header, cancellationToken).ConfigureAwait(false);
        }

        return fields;
    }

    private async Task AddAsync(AudformatTableHeader header, CancellationToken cancellationToken)
    {
        if (!AudformatTable.Exists(_database.Header.Folder, header.Name))
        {
            _notes.Add($"not taken: table {header.Name}, which is there neither as CSV nor as Parquet");
            return;
        }

        var table = await _database.ReadAsync(header, cancellationToken).ConfigureAwait(false);
        var isFilewise = header.Levels.Count == 1;
        var rows = new Dictionary<AudformatKey, TableRow>();
        foreach (var row in table.Rows)
        {
            var key = table.KeyOf(row);
            if (!rows.TryAdd(key, row))
            {
                throw row.Refuse("file", $"{key.File} is listed twice", $"one row, and {rows[key].Origin} is its first", "Remove one.");
            }
        }

        var keys = _clips.Select(clip => isFilewise ? new AudformatKey(clip.Key.File, 0, null) : clip.Key);
        var joined = keys.Select(rows.GetValueOrDefault).ToArray();
        if (Array.TrueForAll(joined, static row => row is null))
        {
            _notes.Add($"not taken: table {header.Name}, which has no row for these clips");
            return;
        }

        foreach (var column in header.Columns)
        {
            await AddAsync(table, column, joined, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(
        AudformatTable table,
        AudformatColumnHeader column,
        TableRow?[] rows,
        CancellationToken cancellationToken)
    {
        var labels = await _database.LabelsAsync(column.Scheme, cancellationToken).ConfigureAwait(false);
        var codes = Array.ConvertAll(rows, row => row is null ? "" : table.Read(row, column.Name, column.Type));
        var strange = Enumerable.Range(0, codes.Length)
            .Where(i => codes[i].Length > 0 && labels?.ByCode.ContainsKey(codes[i]) == false)
            .ToList();
        if (strange.Count > 0)
        {
            var row = rows[strange[0]]!;
            if (column.IsOf("speaker"))
            {
                throw row.Refuse(
                    column.Name,
                    $"{column.Name} is '{codes[strange[0]]}'",
                    $"one of {AudformatHeader.Listed(labels!.ByCode.Keys)}",
                    $"Correct it, or add it to the labels of scheme {column.Scheme!.Name}.");
            }

            _notes.Add(
                $"left out: {Quantity.Of(strange.Count, "value")} of {table.Header.Name}.{column.Name} beyond the labels of its scheme, "
                    + $"such as '{codes[strange[0]]}' in {row.Origin}");
            strange.ForEach(i => codes[i] = "");
        }

        _fields.Add(new AudformatField(table.Header.Name, column, labels, codes));
    }
}
