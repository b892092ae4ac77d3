namespace Bakeoff.Cli.Output;

/// <summary>Writes a row of CSV: commas, quotes where needed, line feeds.</summary>
internal static class CsvRow
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    public static void Write(TextWriter output, IEnumerable<string> fields) => output.Write(string.Join(',', fields.Select(Field)) + "\n");

    private static string Field(string value) => value.IndexOfAny(Special) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
