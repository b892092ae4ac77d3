using System.Globalization;
using System.Text;
using Bakeoff.Options;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bakeoff.Pipeline.Tables;

/// <summary>CSV files whatever their columns: UTF-8 without mark, commas, line feeds, invariant culture, one header line.</summary>
public static class CsvFiles
{
    /// <summary>The form of every table here.</summary>
    internal static CsvConfiguration Configuration => new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Names of a file's columns, in order; empty for an empty file.</summary>
    /// <exception cref="TableException">The file is missing or is no table.</exception>
    public static IReadOnlyList<string> ReadHeader(string path)
    {
        using var csv = Open(path);
        return csv.HeaderRecord ?? [];
    }

    /// <summary>Opens a file and reads its header line.</summary>
    /// <exception cref="TableException">The file is missing or is no table.</exception>
    internal static CsvReader Open(string path)
    {
        StreamReader text;
        try
        {
            text = new StreamReader(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            var details = new ErrorDetails("the table does not exist") { Where = path, NextStep = "Run the stage that writes it first." };
            throw new TableException(path, details, exception);
        }

        var csv = new CsvReader(text, Configuration);
        try
        {
            if (ReadRow(path, csv))
            {
                csv.ReadHeader();
            }

            return csv;
        }
        catch
        {
            csv.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="TableException">The row cannot be read.</exception>
    internal static bool ReadRow(string path, CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvHelperException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    internal static TableException Unreadable(string path, CsvHelperException exception)
    {
        var details = new ErrorDetails("the row cannot be read") { Rule = "a field for each column" };
        return Unreadable(path, exception.Context?.Parser?.RawRow ?? 0, details, exception);
    }

    internal static TableException Unreadable(string path, int line, ErrorDetails details, Exception? cause = null)
    {
        details = details with
        {
            Where = string.Create(CultureInfo.InvariantCulture, $"{path}({line})"),
            NextStep = "Run the stage that writes it again with --force.",
        };
        return new TableException(path, details, cause);
    }
}
