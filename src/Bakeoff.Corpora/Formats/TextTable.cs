using System.Globalization;
using Bakeoff.Options;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bakeoff.Corpora.Formats;

/// <summary>Reads tables that people write: with any delimiter that spreadsheets use, in any encoding that is named.</summary>
/// <remarks>Nothing is guessed away: a byte, a row or a field that cannot be read is an error with its line and column.</remarks>
internal static class TextTable
{
    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    /// <summary>Reads all rows.</summary>
    /// <param name="file">Path of the table.</param>
    /// <param name="columns">Columns that it must have.</param>
    /// <param name="encoding">Its encoding; null for UTF-8, or UTF-16 with a byte order mark.</param>
    /// <param name="section">Section of the description that names the table, for messages.</param>
    /// <exception cref="DatasetException">It is in another encoding, lacks a column, or holds a row that cannot be read.</exception>
    public static IReadOnlyList<TableRow> Read(string file, IReadOnlyList<string> columns, string? encoding, string section)
    {
        var text = TableText.Read(file, encoding, section);
        var (start, delimiter) = FindDelimiter(text, columns);

        // Many rows share few labels, speakers and paths: each text is kept once.
        using var parser = Parser(text[start..], delimiter, sharesTexts: true);
        return [.. new TableReader(file, parser, text, start).ReadAll(columns, section)];
    }

    /// <summary>Reads row by row, for tables of numbers; none is kept.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<TableRow> ReadEach(string file, IReadOnlyList<string> columns, string? encoding, string section)
    {
        var text = TableText.Read(file, encoding, section);
        var (start, delimiter) = FindDelimiter(text, columns);
        using var parser = Parser(text[start..], delimiter, sharesTexts: false);
        foreach (var row in new TableReader(file, parser, text, start).ReadAll(columns, section))
        {
            yield return row;
        }
    }

    /// <summary>Reads the names of the columns alone, from the first line.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<string> ReadHeader(string file, IReadOnlyList<string> columns, string section)
    {
        using var reader = new StreamReader(file);
        var line = reader.ReadLine() ?? "";
        var text = line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? $"{line}\n{reader.ReadLine()}\n" : line;
        var (start, delimiter) = FindDelimiter(text, columns);
        using var parser = Parser(text[start..], delimiter, sharesTexts: false);
        return new TableReader(file, parser, text, start).ReadHeader(columns, section);
    }

    // The delimiter under which the header has the columns; 'sep=;' in front is Excel's own way to name it.
    private static (int Start, string Delimiter) FindDelimiter(string text, IReadOnlyList<string> columns)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n')
        {
            return (text.IndexOf('\n', StringComparison.Ordinal) + 1, text.Substring(4, 1));
        }

        return (0, Delimiters.FirstOrDefault(delimiter => HasColumns(text, delimiter, columns)) ?? ",");
    }

    private static bool HasColumns(string text, string delimiter, IReadOnlyList<string> columns)
    {
        using var parser = Parser(text, delimiter, sharesTexts: false);
        var names = parser.Read() ? parser.Record!.Select(StrictText.Clean).ToHashSet(StringComparer.Ordinal) : [];
        return columns.All(names.Contains);
    }

    private static CsvParser Parser(string text, string delimiter, bool sharesTexts) =>
        new(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter,
                BadDataFound = null,
                DetectColumnCountChanges = false,
                CacheFields = sharesTexts,
            });

    /// <summary>Reads the rows of one table.</summary>
    private sealed class TableReader(string file, CsvParser parser, string text, int start)
    {
        private int _position = start;
        private int _line = 1;
        private int _linesRead = text.AsSpan(0, start).Count('\n');

        public List<string> ReadHeader(IReadOnlyList<string> columns, string section)
        {
            var header = Next() is { } first ? first.Select(StrictText.Clean).ToList() : [];
            foreach (var column in columns)
            {
                RequireColumn(header, column, section);
            }

            return header;
        }

        public IEnumerable<TableRow> ReadAll(IReadOnlyList<string> columns, string section)
        {
            var header = ReadHeader(columns, section);
            while (Next() is { } fields)
            {
                if (!Array.TrueForAll(fields, string.IsNullOrWhiteSpace))
                {
                    yield return ReadRow(header, fields);
                }
            }
        }

        private string[]? Next()
        {
            if (!parser.Read())
            {
                return null;
            }

            // Found again in the text, because the parser's own count of lines is that of the row's end, and leaves empty lines out.
            var raw = parser.RawRecord;
            var at = text.IndexOf(raw, _position, StringComparison.Ordinal);
            _line = _linesRead + text.AsSpan(_position, at - _position).Count('\n') + 1;
            _linesRead = _line - 1 + raw.AsSpan().Count('\n');
            _position = at + raw.Length;
            return raw.AsSpan().Count('"') % 2 == 0 ? parser.Record : throw UnclosedQuotation(raw);
        }

        private DatasetException UnclosedQuotation(string raw)
        {
            var at = raw.LastIndexOf('"');
            _line += raw.AsSpan(0, at).Count('\n');
            return Broken(
                at - raw.LastIndexOf('\n', at),
                "quotation mark is not closed",
                "two around a field, or none",
                "Close it, or write it twice within a quoted field.");
        }

        private TableRow ReadRow(List<string> header, string[] fields)
        {
            if (fields.Length != header.Count)
            {
                throw Broken(
                    column: null,
                    string.Create(CultureInfo.InvariantCulture, $"row has {fields.Length} fields"),
                    string.Create(CultureInfo.InvariantCulture, $"{header.Count} ({string.Join(", ", header)})"),
                    "Add what is missing, or put quotation marks around a field that holds the delimiter.");
            }

            if (fields.FirstOrDefault(static field => field.AsSpan().Trim().ContainsAny('\r', '\n')) is { } broken)
            {
                throw Broken(
                    column: null,
                    $"field '{broken.Trim().ReplaceLineEndings(" ")}' goes over the end of a line",
                    "fields of one line",
                    "Close the quotation mark before it, or remove the line break.");
            }

            // The parser gives every row an array of its own.
            var isPlain = !parser.RawRecord.Contains('"', StringComparison.Ordinal);
            var isTrimmed = !Array.Exists(fields, static field => field.Length != field.Trim().Length);
            return isTrimmed
                ? new TableRow(header, fields, file, _line, isPlain ? TableRow.Adjoining : null)
                : new TableRow(header, Array.ConvertAll(fields, static field => field.Trim()), file, _line, isPlain ? PlacesOf(fields) : null);
        }

        private void RequireColumn(List<string> header, string column, string section)
        {
            var count = header.Count(name => name == column);
            if (count != 1)
            {
                throw new DatasetException(
                    DatasetProblem.Table,
                    new ErrorDetails("header")
                    {
                        Where = Place(null),
                        Value = $"'{string.Join(parser.Delimiter, header)}'",
                        Rule = count == 0 ? $"a column '{column}'" : $"one column '{column}'",
                        NextStep = count == 0 ? $"Add it, or name yours under {section}." : "Rename the others.",
                    });
            }
        }

        private DatasetException Broken(int? column, string what, string rule, string nextStep) =>
            new(
                DatasetProblem.Table,
                new ErrorDetails(what)
                {
                    Where = Place(column),
                    Rule = rule,
                    NextStep = nextStep,
                });

        private string Place(int? column) =>
            column is null
                ? string.Create(CultureInfo.InvariantCulture, $"{file}({_line})")
                : string.Create(CultureInfo.InvariantCulture, $"{file}({_line},{column})");

        // Positions of the fields in a row without quotation marks.
        private static int[] PlacesOf(string[] fields)
        {
            var places = new int[fields.Length];
            Array.Fill(places, 1);
            for (var i = 1; i < places.Length; i++)
            {
                places[i] = places[i - 1] + fields[i - 1].Length + 1;
            }

            return places;
        }
    }
}
