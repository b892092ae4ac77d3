using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>The labels of a scheme, from its list, its map or a misc table.</summary>
/// <param name="ByCode">Labels by code, in the order stated.</param>
/// <param name="Properties">Names and kinds of what is stated of the labels beside, such as a speaker's age.</param>
internal sealed record AudformatLabels(
    IReadOnlyDictionary<string, AudformatLabel> ByCode,
    IReadOnlyList<(string Name, ColumnType Type)> Properties);

/// <summary>Reads the tables of a database, each once.</summary>
internal sealed class AudformatDatabase(AudformatHeader header)
{
    private readonly Dictionary<string, AudformatTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AudformatLabels> _labels = new(StringComparer.Ordinal);

    /// <summary>The header.</summary>
    public AudformatHeader Header { get; } = header;

    /// <summary>A table with its rows.</summary>
    /// <exception cref="DatasetException">It cannot be read.</exception>
    public async Task<AudformatTable> ReadAsync(AudformatTableHeader table, CancellationToken cancellationToken)
    {
        if (!_tables.TryGetValue(table.Name, out var read))
        {
            _tables[table.Name] = read = await AudformatTable.ReadAsync(Header.Folder, table, cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    /// <summary>The labels of a scheme; null where it has none.</summary>
    /// <exception cref="DatasetException">The misc table that lists them cannot be read, or contradicts itself.</exception>
    public async Task<AudformatLabels?> LabelsAsync(AudformatScheme? scheme, CancellationToken cancellationToken)
    {
        if (scheme is null || (scheme.Labels is null && scheme.MiscTable is null))
        {
            return null;
        }

        if (!_labels.TryGetValue(scheme.Name, out var labels))
        {
            _labels[scheme.Name] = labels = scheme.MiscTable is { } misc
                ? OfTable(await ReadAsync(Header.MiscTables[misc], cancellationToken).ConfigureAwait(false), scheme)
                : OfMap(scheme.Labels!);
        }

        return labels;
    }

    private static AudformatLabels OfMap(IReadOnlyDictionary<string, AudformatLabel> labels)
    {
        var names = labels.Values.SelectMany(static label => label.Properties.Keys).Distinct(StringComparer.Ordinal);
        return new AudformatLabels(labels, [.. names.Select(name => (name, TypeOf(name)))]);

        ColumnType TypeOf(string name) =>
            labels.Values.All(label => !label.Properties.TryGetValue(name, out var value) || Number.Read(value) is not null)
                ? ColumnType.Number
                : ColumnType.Text;
    }

    private static AudformatLabels OfTable(AudformatTable table, AudformatScheme scheme)
    {
        var level = table.Header.Levels[0].Name;
        var labels = new Dictionary<string, AudformatLabel>(StringComparer.Ordinal);
        var rows = new Dictionary<string, TableRow>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var code = table.Read(row, level, scheme.Type);
            var properties = table.Header.Columns.ToDictionary(
                static column => column.Name,
                column => table.Read(row, column.Name, column.Type),
                StringComparer.Ordinal);
            if (labels.TryAdd(code, AudformatLabel.Plain with { Properties = properties }))
            {
                rows[code] = row;
            }
            else if (properties.Keys.FirstOrDefault(name => labels[code].Properties[name] != properties[name]) is { } name)
            {
                throw row.Refuse(
                    name,
                    $"{name} of {level} {code} is '{properties[name]}'",
                    $"'{labels[code].Properties[name]}' as in {rows[code].Origin}, or one row for {code}",
                    "Correct one of the rows.");
            }
        }

        return new AudformatLabels(
            labels,
            [.. table.Header.Columns.Select(static column => (column.Name, AudformatTypes.ColumnOf(column.Type)))]);
    }
}
