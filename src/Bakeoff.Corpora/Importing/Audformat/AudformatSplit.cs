namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>The split that a database states: by the chosen tables, by other tables, or by a column.</summary>
/// <param name="Sides">Side of each clip: train, validation, test or empty; null where none is stated.</param>
/// <param name="Field">The column that states it; null where tables do.</param>
/// <param name="Note">The place of the statement, or the reason for which it is not taken; null where there is nothing to say.</param>
internal sealed record AudformatSplit(string[]? Sides, AudformatField? Field, string? Note)
{
    /// <summary>Finds the split.</summary>
    /// <exception cref="DatasetException">A table that states it cannot be read.</exception>
    public static async Task<AudformatSplit> FindAsync(
        AudformatDatabase database,
        IReadOnlyList<AudformatTable> chosen,
        IReadOnlyList<AudformatClip> clips,
        IReadOnlyList<AudformatField> fields,
        CancellationToken cancellationToken)
    {
        if (chosen.Any(static table => table.Header.Side is not null))
        {
            return new AudformatSplit(
                [.. clips.Select(static clip => clip.Table.Header.Side ?? "")],
                null,
                $"split: by tables {string.Join(", ", chosen.Select(static table => table.Header.Name))}");
        }

        var stating = database.Header.Tables.Values
            .Where(table => table.Side is { Length: > 0 } && AudformatTable.Exists(database.Header.Folder, table.Name))
            .ToList();
        if (stating.Count > 0 && await ByTablesAsync(database, stating, clips, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        var field = fields.FirstOrDefault(field => Array.Exists(SidesOf(database, field), static side => side is { Length: > 0 })
            && Array.TrueForAll(SidesOf(database, field), static side => side is not null));
        return field is null
            ? new AudformatSplit(null, null, null)
            : new AudformatSplit([.. SidesOf(database, field).Select(static side => side!)], field, $"split: by {field.Place}");
    }

    private static string?[] SidesOf(AudformatDatabase database, AudformatField field) =>
        Array.ConvertAll(
            field.Values,
            value => value.Length == 0 ? "" : database.Header.Splits.GetValueOrDefault(value) ?? AudformatHeader.SideOf(value));

    private static async Task<AudformatSplit?> ByTablesAsync(
        AudformatDatabase database,
        List<AudformatTableHeader> stating,
        IReadOnlyList<AudformatClip> clips,
        CancellationToken cancellationToken)
    {
        var sides = new string[clips.Count];
        var tables = new string[clips.Count];
        foreach (var header in stating)
        {
            var table = await database.ReadAsync(header, cancellationToken).ConfigureAwait(false);
            var keys = table.Rows.Select(table.KeyOf).ToHashSet();
            var files = keys.Select(static key => key.File).ToHashSet(StringComparer.Ordinal);
            for (var i = 0; i < clips.Count; i++)
            {
                var key = clips[i].Key;
                var isWhole = header.Levels.Count == 1 || key is { Start: 0, End: null };
                if (!keys.Contains(key) && !(isWhole && files.Contains(key.File)))
                {
                    continue;
                }

                if (sides[i] is { } side && side != header.Side)
                {
                    return new AudformatSplit(
                        null,
                        null,
                        $"split: none is taken, for {key.File} is for {side} by table {tables[i]} and for {header.Side} by {header.Name}");
                }

                (sides[i], tables[i]) = (header.Side!, header.Name);
            }
        }

        var named = tables.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return named.Count == 0
            ? null
            : new AudformatSplit(Array.ConvertAll(sides, static side => side ?? ""), null, $"split: by tables {string.Join(", ", named)}");
    }
}
