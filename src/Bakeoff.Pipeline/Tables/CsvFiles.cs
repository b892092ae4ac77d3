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
    public static IReadOnlyList<string> ReadHeader(string path) => Read(path, static csv => csv.HeaderRecord ?? []);

    /// <summary>
    /// Reads the header line, then hands over to <paramref name="read"/>; everything that is wrong with the file becomes a
    /// <see cref="TableException"/>.
    /// </summary>
    internal static T Read<T>(string path, Func<CsvReader, T> read)
    {
        try
        {
            using var text = new StreamReader(path, Encoding.UTF8);
            using var csv = new CsvReader(text, Configuration);
            if (csv.Read())
            {
                csv.ReadHeader();
            }

            return read(csv);
        }
        catch (CsvHelperException exception)
        {
            var details = new ErrorDetails("the row cannot be read") { Rule = "a field for each column" };
            throw Unreadable(path, exception.Context?.Parser?.RawRow ?? 0, details, exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            var details = new ErrorDetails("the table does not exist") { Where = path, NextStep = "Run the stage that writes it first." };
            throw new TableException(path, details, exception);
        }
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
