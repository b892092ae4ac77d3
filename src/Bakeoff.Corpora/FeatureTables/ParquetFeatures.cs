using System.Globalization;
using System.IO.MemoryMappedFiles;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Bakeoff.Corpora.FeatureTables;

/// <summary>Features as Parquet: columns of numbers, or of lists of numbers of one length.</summary>
internal static class ParquetFeatures
{
    public static IReadOnlyList<string> ReadColumns(string file, FeatureSelection selection)
    {
        ParquetFile.RequireMarks(file);
        using var map = MemoryMappedFile.CreateFromFile(file, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        using var view = map.CreateViewStream(0, 0, MemoryMappedFileAccess.Read);
        var reading = ReadColumnsAsync(view, file, selection);

        // Mapped memory has nothing to wait for, so that the task has ended where it comes back.
        return reading.IsCompletedSuccessfully
            ? reading.Result
            : throw (reading.Exception?.InnerException ?? new InvalidOperationException("Reading from memory did not end at once."));
    }

    public static async Task<FeatureTable> ReadAsync(string file, FeatureSelection selection, CancellationToken cancellationToken)
    {
        ParquetFile.RequireMarks(file);
        try
        {
            var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ReadAsync(reader, file, selection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (ParquetFile.IsDamage(exception))
        {
            throw ParquetFile.Damaged(file, exception);
        }
    }

    private static async Task<IReadOnlyList<string>> ReadColumnsAsync(Stream content, string file, FeatureSelection selection)
    {
        try
        {
            var reader = await ParquetReader.CreateAsync(content, leaveStreamOpen: true).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var columns = FindColumns(reader, file, selection);
                return [.. selection.Choose(file, columns.ConvertAll(static column => column.Name)).Select(i => columns[i].Name)];
            }
        }
        catch (Exception exception) when (ParquetFile.IsDamage(exception))
        {
            throw ParquetFile.Damaged(file, exception);
        }
    }

    private static async Task<FeatureTable> ReadAsync(
        ParquetReader reader, string file, FeatureSelection selection, CancellationToken cancellationToken)
    {
        var columns = FindColumns(reader, file, selection);
        var chosen = selection.Choose(file, columns.ConvertAll(static column => column.Name));
        var (keys, blocks) = (new List<string>(), new List<float[]>());
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            if (group.RowCount + keys.Count > ParquetFile.MaxRows)
            {
                throw FeatureTable.Refuse(
                    file,
                    $"states {Quantity.Of(group.RowCount + keys.Count, "row")}",
                    $"at most {Quantity.Of(ParquetFile.MaxRows, "row")}");
            }

            var firstRow = keys.Count;
            keys.AddRange(await ReadKeysAsync(reader, group, file, selection.Key, cancellationToken).ConfigureAwait(false));
            var block = new float[checked((int)group.RowCount * chosen.Count)];
            var leaves = chosen.Select((column, i) => (Column: columns[column], Target: i)).GroupBy(static x => x.Column.Field);
            foreach (var leaf in leaves)
            {
                var numbers = await ReadNumbersAsync(group, leaf.Key, cancellationToken).ConfigureAwait(false);
                var width = leaf.First().Column.Width;
                RequireWhole(numbers, (int)group.RowCount, width, leaf.Key, Place);
                foreach (var (column, target) in leaf)
                {
                    for (var row = 0; row < group.RowCount; row++)
                    {
                        var number = firstRow + row;
                        block[(row * chosen.Count) + target] =
                            FeatureTable.Require(numbers.Values[(row * width) + column.Element], () => Place(number), column.Name);
                    }
                }
            }

            blocks.Add(block);

            string Place(int row) => PlaceOf(file, keys, row);
        }

        return new FeatureTable(
            file,
            [.. chosen.Select(i => columns[i].Name)],
            keys,
            blocks is [var only] ? only : [.. blocks.SelectMany(static block => block)],
            row => PlaceOf(file, keys, row));
    }

    private static string PlaceOf(string file, List<string> keys, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}, row {row + 1} ({keys[row]})");

    // All columns but the key: those of a list by number.
    private static List<FeatureColumn> FindColumns(ParquetReader reader, string file, FeatureSelection selection)
    {
        _ = FindKey(reader, file, selection.Key);
        var columns = new List<FeatureColumn>();
        foreach (var field in reader.Schema.DataFields.Where(field => field.Path.FirstPart != selection.Key))
        {
            var name = field.Path.FirstPart!;
            if (selection.LeaveOut.Contains(name, StringComparer.Ordinal))
            {
                columns.Add(new FeatureColumn(field, name, 0, 1));
            }
            else if (!IsNumber(field.ClrType) || field.MaxRepetitionLevel > 1)
            {
                // Named columns may be chosen beside it.
                if (selection.Columns.Count == 0)
                {
                    throw FeatureTable.Refuse(
                        file,
                        $"column {name} holds {ParquetFile.NameOf(field.ClrType)}",
                        "numbers, or lists of them",
                        $"Leave it out: leave_out: [{name}].");
                }
            }
            else if (field.MaxRepetitionLevel == 0)
            {
                columns.Add(new FeatureColumn(field, name, 0, 1));
            }
            else
            {
                var width = WidthOf(reader, file, field, name);
                columns.AddRange(Enumerable.Range(0, width)
                    .Select(i => new FeatureColumn(field, FormattableString.Invariant($"{name}_{i}"), i, width)));
            }
        }

        return columns;
    }

    // Values in the first group of rows over its rows; that each list has as many is seen when they are read.
    private static int WidthOf(ParquetReader reader, string file, DataField field, string name)
    {
        if (reader.RowGroupCount == 0)
        {
            throw FeatureTable.Refuse(file, "has no rows", "a row for each clip");
        }

        using var group = reader.OpenRowGroupReader(0);
        var count = group.GetMetadata(field)?.MetaData?.NumValues ?? 0;
        return count > 0 && group.RowCount > 0 && count % group.RowCount == 0
            ? checked((int)(count / group.RowCount))
            : throw Uneven(file, name, FormattableString.Invariant($"{count} values in {group.RowCount} rows"));
    }

    private static DatasetException Uneven(string place, string name, string what) =>
        FeatureTable.Refuse(place, $"column {name} has {what}", "lists of one length", "Save lists of equal length, a frame a row.");

    private static DataField FindKey(ParquetReader reader, string file, string key)
    {
        var field = Array.Find(reader.Schema.DataFields, field => field.Path.Length == 1 && field.Name == key)
            ?? throw FeatureTable.Refuse(
                file,
                $"has no column '{key}' with the names of the clips",
                $"one of {FeatureSelection.Shorten([.. reader.Schema.Fields.Select(static field => field.Name)])}",
                "Name yours: key: COLUMN. An index of pandas is saved as a column by reset_index().");
        return ParquetFile.IsText(field.ClrType)
            ? field
            : throw FeatureTable.Refuse(file, $"column {key} holds {ParquetFile.NameOf(field.ClrType)}",
                "texts, the names of the clips",
                "Name another: key: COLUMN.");
    }

    private static async Task<string[]> ReadKeysAsync(
        ParquetReader reader, ParquetRowGroupReader group, string file, string key, CancellationToken cancellationToken)
    {
        var texts = new string?[group.RowCount];
        await group.ReadAsync(FindKey(reader, file, key), texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(texts, static text => text ?? "");
    }

    private static void RequireWhole(Numbers numbers, int rows, int width, DataField field, Func<int, string> place)
    {
        if (numbers.Levels is { } levels)
        {
            // A row begins where nothing is repeated.
            for (var (i, row) = (0, -1); i < levels.Length; i++)
            {
                row += levels[i] == 0 ? 1 : 0;
                if (levels[i] == 0 != (i % width == 0))
                {
                    throw Uneven(place(Math.Max(levels[i] == 0 ? row - 1 : row, 0)), field.Path.FirstPart!, "a list of another length");
                }
            }
        }

        if (numbers.FirstMissing is { } missing)
        {
            throw FeatureTable.Refuse(place(missing / width), $"{field.Path.FirstPart} is missing", "a number");
        }

        if (numbers.Values.Length != rows * width)
        {
            throw Uneven(place(rows - 1), field.Path.FirstPart!, FormattableString.Invariant($"{numbers.Values.Length} values in {rows} rows"));
        }
    }

    private static bool IsNumber(Type type) =>
        Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Double || type == typeof(Half);

    private static Task<Numbers> ReadNumbersAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.SByte => ReadAsync<sbyte>(static value => value),
            TypeCode.Byte => ReadAsync<byte>(static value => value),
            TypeCode.Int16 => ReadAsync<short>(static value => value),
            TypeCode.UInt16 => ReadAsync<ushort>(static value => value),
            TypeCode.Int32 => ReadAsync<int>(static value => value),
            TypeCode.UInt32 => ReadAsync<uint>(static value => value),
            TypeCode.Int64 => ReadAsync<long>(static value => value),
            TypeCode.UInt64 => ReadAsync<ulong>(static value => value),
            TypeCode.Single => ReadAsync<float>(static value => value),
            TypeCode.Double => ReadAsync<double>(static value => value),
            _ => ReadAsync<Half>(static value => (double)value),
        };

        async Task<Numbers> ReadAsync<T>(Converter<T, double> convert)
            where T : struct
        {
            using var raw = (RawColumnData<T>)await group.ReadRawColumnDataBaseAsync(field, cancellationToken).ConfigureAwait(false);
            var values = Array.ConvertAll(raw.Values.ToArray(), convert);
            int[]? levels = field.MaxRepetitionLevel > 0 ? raw.RepetitionLevels.ToArray() : null;
            int? missing = null;
            if (field.MaxDefinitionLevel > 0)
            {
                var level = raw.DefinitionLevels.IndexOfAnyExcept(field.MaxDefinitionLevel);
                missing = level < 0 ? null : level;
            }

            return new Numbers(values, levels, missing);
        }
    }

    /// <summary>A column of features: one of a table, or one element of its lists.</summary>
    private sealed record FeatureColumn(DataField Field, string Name, int Element, int Width);

    /// <summary>Values of a column in a group of rows, repetition levels of lists, and the position of the first that is null.</summary>
    private sealed record Numbers(double[] Values, int[]? Levels, int? FirstMissing);
}
