using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bakeoff.Experiments.Datasets;

/// <summary>CSV tables as every stage writes them: UTF-8 without mark, commas, line feeds, invariant culture, one header line.</summary>
internal static class TableFile
{
    /// <summary>Writes a table; <paramref name="writeRow"/> adds the fields of one row.</summary>
    public static void Write<T>(string path, IReadOnlyList<string> header, IEnumerable<T> rows, Action<CsvWriter, T> writeRow)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        using var csv = new CsvWriter(text, Configuration());
        foreach (var name in header)
        {
            csv.WriteField(name);
        }

        csv.NextRecord();
        foreach (var row in rows)
        {
            writeRow(csv, row);
            csv.NextRecord();
        }
    }

    /// <summary>Reads a table whose first columns are <paramref name="header"/>, in that order.</summary>
    /// <exception cref="DatasetException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<T> Read<T>(string path, IReadOnlyList<string> header, Func<CsvReader, T> readRow)
    {
        try
        {
            using var text = new StreamReader(path, Encoding.UTF8);
            using var csv = new CsvReader(text, Configuration());
            CheckHeader(path, header, csv);
            var rows = new List<T>();
            while (csv.Read())
            {
                rows.Add(readRow(csv));
            }

            return rows;
        }
        catch (CsvHelperException exception)
        {
            var line = exception.Context?.Parser?.RawRow ?? 0;
            throw new DatasetException(DatasetProblem.Table, path, $"{path}({line}): row cannot be read, expected the columns {string.Join(", ", header)}. Run the stage that writes it again with --force.", exception);
        }
        catch (FileNotFoundException exception)
        {
            throw new DatasetException(DatasetProblem.NotFound, path, $"{path}: file does not exist. Run the stage that writes it first.", exception);
        }
    }

    private static void CheckHeader(string path, IReadOnlyList<string> header, CsvReader csv)
    {
        var found = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        if (found.Length < header.Count || !header.SequenceEqual(found.Take(header.Count), StringComparer.Ordinal))
        {
            throw new DatasetException(DatasetProblem.Table, path, $"{path}(1): header is '{string.Join(',', found)}', expected '{string.Join(',', header)}'. Run the stage that writes it again with --force.");
        }
    }

    private static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture) { NewLine = "\n" };
}
