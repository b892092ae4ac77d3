using System.Globalization;
using System.Text;
using Bakeoff.Options;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bakeoff.Pipeline.Tables;

/// <summary>CSV tables as every stage writes them: UTF-8 without mark, commas, line feeds, invariant culture, one header line.</summary>
public static class TableFile
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
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
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
            throw Unreadable(path, line, new ErrorDetails("row cannot be read") { Rule = $"the columns {string.Join(", ", header)}" }, exception);
        }
        catch (FileNotFoundException exception)
        {
            throw new TableException(path, new ErrorDetails("the table does not exist") { Where = path, NextStep = "Run the stage that writes it first." }, exception);
        }
    }

    private static void CheckHeader(string path, IReadOnlyList<string> header, CsvReader csv)
    {
        var found = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        if (found.Length < header.Count || !header.SequenceEqual(found.Take(header.Count), StringComparer.Ordinal))
        {
            throw Unreadable(path, 1, new ErrorDetails("header") { Value = $"'{string.Join(',', found)}'", Rule = $"'{string.Join(',', header)}'" });
        }
    }

    private static TableException Unreadable(string path, int line, ErrorDetails details, Exception? cause = null) =>
        new(path, details with { Where = string.Create(CultureInfo.InvariantCulture, $"{path}({line})"), NextStep = "Run the stage that writes it again with --force." }, cause);

    private static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture) { NewLine = "\n" };
}
