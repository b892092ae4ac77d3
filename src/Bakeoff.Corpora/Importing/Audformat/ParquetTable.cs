using System.Globalization;
using System.Text.Json;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Parquet;
using Parquet.Schema;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>Reads columns of a Parquet file as texts, as the CSV form of the same table has them.</summary>
/// <remarks>
/// Parquet has no type for durations: they are whole numbers, and the metadata that pandas leaves names their unit; without it they are
/// nanoseconds.
/// </remarks>
internal static class ParquetTable
{
    /// <summary>Reads all rows.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="columns">Columns to read with their types.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <exception cref="DatasetException">It is no Parquet, lacks a column, or has one of another type.</exception>
    public static async Task<IReadOnlyList<TableRow>> ReadAsync(
        string file,
        IReadOnlyList<(string Name, AudformatType Type)> columns,
        CancellationToken cancellationToken)
    {
        ParquetFile.RequireMarks(file);
        try
        {
            var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ReadAsync(reader, file, columns, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (ParquetFile.IsDamage(exception))
        {
            throw ParquetFile.Damaged(file, exception);
        }
    }

    private static async Task<IReadOnlyList<TableRow>> ReadAsync(
        ParquetReader reader,
        string file,
        IReadOnlyList<(string Name, AudformatType Type)> columns,
        CancellationToken cancellationToken)
    {
        var names = columns.Select(static column => column.Name).ToList();
        var fields = columns.Select(column => FindField(reader.Schema, file, column.Name)).ToList();
        var units = Units(reader.CustomMetadata);
        var rows = new List<TableRow>();
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            if (group.RowCount + rows.Count > ParquetFile.MaxRows)
            {
                throw Refuse(file, $"states {Quantity.Of(group.RowCount + rows.Count, "row")}", $"at most {Quantity.Of(ParquetFile.MaxRows, "row")}");
            }

            var cells = new string[columns.Count][];
            for (var c = 0; c < columns.Count; c++)
            {
                var unit = columns[c].Type == AudformatType.Time ? units.GetValueOrDefault(columns[c].Name, 1) : 1;
                cells[c] = await ReadColumnAsync(group, fields[c], unit, cancellationToken).ConfigureAwait(false)
                    ?? throw RefuseType(file, columns[c].Name, fields[c], "texts, numbers, dates or truth values");
                if (!Fits(fields[c].ClrType, columns[c].Type) && Array.Exists(cells[c], static cell => cell.Length > 0))
                {
                    throw RefuseType(file, columns[c].Name, fields[c], RuleOf(columns[c].Type));
                }
            }

            for (var r = 0; r < group.RowCount; r++)
            {
                rows.Add(new TableRow(names, Array.ConvertAll(cells, column => column[r]), file, rows.Count + 1, places: null));
            }
        }

        return rows;
    }

    private static DataField FindField(ParquetSchema schema, string file, string column) =>
        Array.Find(schema.DataFields, field => field.Name == column && field.Path.Length == 1)
            ?? throw Refuse(
                file,
                $"has the columns {string.Join(", ", schema.Fields.Select(static field => field.Name))}",
                $"a column '{column}', as {AudformatHeader.FileName} states");

    private static DatasetException Refuse(string file, string what, string rule, string? nextStep = null) =>
        new(DatasetProblem.Table, new ErrorDetails(what) { Where = file, Rule = rule, NextStep = nextStep });

    private static DatasetException RefuseType(string file, string column, DataField field, string rule) =>
        Refuse(
            file,
            $"column {column} holds {ParquetFile.NameOf(field.ClrType)}",
            rule,
            $"Save the table again, or correct the dtype of the column's scheme in {AudformatHeader.FileName}.");

    private static string RuleOf(AudformatType type) =>
        type switch
        {
            AudformatType.Bool => "truth values",
            AudformatType.Date => "dates",
            AudformatType.Float or AudformatType.Int => "numbers",
            AudformatType.Time => "whole numbers, of nanoseconds",
            _ => "texts",
        };

    private static bool Fits(Type found, AudformatType type) =>
        type switch
        {
            AudformatType.Bool => found == typeof(bool),
            AudformatType.Date => found == typeof(DateTime) || ParquetFile.IsText(found),
            AudformatType.Float or AudformatType.Int => ParquetFile.IsInteger(found) || found == typeof(double) || found == typeof(float),
            AudformatType.Time => ParquetFile.IsInteger(found),
            AudformatType.Str => ParquetFile.IsText(found),
            _ => true,
        };

    // Texts of a column; null where its type has none.
    private static async Task<string[]?> ReadColumnAsync(
        ParquetRowGroupReader group,
        DataField field,
        long unit,
        CancellationToken cancellationToken)
    {
        if (ParquetFile.IsText(field.ClrType))
        {
            var texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(texts, static text => text ?? "");
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => await ReadAsync<bool>(static value => value ? "True" : "False").ConfigureAwait(false),
            TypeCode.SByte => await ReadAsync<sbyte>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.Byte => await ReadAsync<byte>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.Int16 => await ReadAsync<short>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.UInt16 => await ReadAsync<ushort>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.Int32 => await ReadAsync<int>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.UInt32 => await ReadAsync<uint>(value => Whole(value)).ConfigureAwait(false),
            TypeCode.Int64 => await ReadAsync<long>(Whole).ConfigureAwait(false),
            TypeCode.UInt64 => await ReadAsync<ulong>(value => Whole(checked((long)value))).ConfigureAwait(false),
            TypeCode.Single => await ReadAsync<float>(static value =>
                float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture))
                .ConfigureAwait(false),
            TypeCode.Double => await ReadAsync<double>(static value => double.IsNaN(value) ? "" : ColumnValues.TextOfNumber(value))
                .ConfigureAwait(false),
            TypeCode.DateTime => await ReadAsync<DateTime>(static value =>
                value.ToString(value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
                .ConfigureAwait(false),
            _ => null,
        };

        string Whole(long value) => checked(value * unit).ToString(CultureInfo.InvariantCulture);

        async Task<string[]> ReadAsync<T>(Converter<T, string> textOf)
            where T : struct
        {
            var values = new T?[group.RowCount];
            await group.ReadAsync(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(values, value => value is { } known ? textOf(known) : "");
        }
    }

    // Nanoseconds of one unit of each column of durations.
    private static Dictionary<string, long> Units(IReadOnlyDictionary<string, string> metadata)
    {
        var units = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!metadata.TryGetValue("pandas", out var text))
        {
            return units;
        }

        using var json = JsonDocument.Parse(text);
        foreach (var column in json.RootElement.GetProperty("columns").EnumerateArray())
        {
            if (column.GetProperty("field_name").GetString() is { } name && column.GetProperty("numpy_type").GetString() is { } type)
            {
                units[name] = type switch
                {
                    "timedelta64[s]" => 1_000_000_000,
                    "timedelta64[ms]" => 1_000_000,
                    "timedelta64[us]" => 1_000,
                    _ => 1,
                };
            }
        }

        return units;
    }
}
