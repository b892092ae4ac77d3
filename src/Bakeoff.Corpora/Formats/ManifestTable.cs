using System.Globalization;
using System.Text;
using Bakeoff.Options;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bakeoff.Corpora.Formats;

/// <summary>Reads tables that people write: with any delimiter that spreadsheets use, in any encoding that is named.</summary>
/// <remarks>Nothing is guessed away: a byte, a row or a field that cannot be read is an error with its line and column.</remarks>
internal static class ManifestTable
{
    private static readonly string[] Delimiters = [",", ";", "\t"];

    /// <summary>Reads all rows; paths as they stand in the table.</summary>
    /// <exception cref="DatasetException">
    /// The table is missing, is in another encoding, lacks a column, or holds a row that cannot be read.
    /// </exception>
    public static IReadOnlyList<StatedClip> Read(string file, ManifestFormat format)
    {
        if (!File.Exists(file))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("manifest does not exist")
                {
                    Where = file,
                    Rule = $"a table with the columns {format.PathColumn} and {format.LabelColumn}",
                    NextStep = "Write one, or use folder.yaml.",
                });
        }

        var text = Decode(file, File.ReadAllBytes(file), format.Encoding);
        var (start, delimiter) = FindDelimiter(text, format);
        using var parser = Parser(text[start..], delimiter);
        return new TableReader(file, format, parser, text, start).ReadAll();
    }

    private static string Decode(string file, byte[] bytes, string? encodingName)
    {
        if (encodingName is not null)
        {
            return DecodeAs(file, bytes, StrictText.FindEncoding(encodingName)!, encodingName);
        }

        return bytes switch
        {
            [0xFF, 0xFE, ..] => DecodeAs(file, bytes, StrictText.FindEncoding("utf-16")!, "UTF-16"),
            [0xFE, 0xFF, ..] => DecodeAs(file, bytes, StrictText.FindEncoding("utf-16BE")!, "UTF-16"),
            _ => DecodeUtf8(file, bytes),
        };
    }

    private static string DecodeUtf8(string file, byte[] bytes)
    {
        var invalid = StrictText.FindInvalidUtf8(bytes);
        var zero = Array.IndexOf(bytes, (byte)0);
        if (invalid >= 0)
        {
            throw NotText(
                file,
                bytes,
                invalid,
                "UTF-8",
                "Save the table as UTF-8, or name the encoding of the machine that wrote it: manifest: {encoding: ...}, such as "
                    + "windows-1252 for Western Europe, windows-1251 for Cyrillic, gb18030 for China, shift_jis for Japan.");
        }

        return zero < 0
            ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')
            : throw NotText(
                file,
                bytes,
                zero,
                "UTF-8",
                bytes.AsSpan().Count((byte)0) > bytes.Length / 4
                    ? "Save the table as UTF-8, or name its encoding: manifest: {encoding: utf-16}."
                    : "Remove it.");
    }

    private static string DecodeAs(string file, byte[] bytes, Encoding encoding, string name)
    {
        try
        {
            return encoding.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw NotText(file, bytes, Math.Max(0, exception.Index), name, "Correct encoding under manifest, or save the table as UTF-8.");
        }
    }

    private static DatasetException NotText(string file, byte[] bytes, int index, string encoding, string nextStep)
    {
        var line = bytes.AsSpan(0, index).Count((byte)'\n') + 1;
        return new DatasetException(
            DatasetProblem.Table,
            new ErrorDetails("byte {value}")
            {
                Where = string.Create(CultureInfo.InvariantCulture, $"{file}({line})"),
                Value = string.Create(CultureInfo.InvariantCulture, $"0x{bytes[index]:X2} at offset {index}"),
                Rule = $"text in {encoding}",
                NextStep = nextStep,
            });
    }

    // The delimiter under which the header has the columns; 'sep=;' in front is Excel's own way to name it.
    private static (int Start, string Delimiter) FindDelimiter(string text, ManifestFormat format)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n')
        {
            return (text.IndexOf('\n', StringComparison.Ordinal) + 1, text.Substring(4, 1));
        }

        return (0, Delimiters.FirstOrDefault(delimiter => HasColumns(text, delimiter, format)) ?? ",");
    }

    private static bool HasColumns(string text, string delimiter, ManifestFormat format)
    {
        using var parser = Parser(text, delimiter);
        var names = parser.Read() ? parser.Record!.Select(StrictText.Clean).ToHashSet(StringComparer.Ordinal) : [];
        return names.Contains(format.PathColumn) && names.Contains(format.LabelColumn);
    }

    private static CsvParser Parser(string text, string delimiter) =>
        new(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter,
                BadDataFound = null,
                DetectColumnCountChanges = false,
            });

    /// <summary>Reads the rows of one table.</summary>
    private sealed class TableReader(string file, ManifestFormat format, CsvParser parser, string text, int start)
    {
        private readonly string _name = Path.GetFileName(file);
        private int _position = start;
        private int _line = 1;
        private int _linesRead = text.AsSpan(0, start).Count('\n');

        public IReadOnlyList<StatedClip> ReadAll()
        {
            var header = Next() is { } first ? first.Select(StrictText.Clean).ToList() : [];
            foreach (var column in new[] { format.PathColumn, format.LabelColumn })
            {
                RequireColumn(header, column);
            }

            var rows = new List<StatedClip>();
            while (Next() is { } fields)
            {
                if (!Array.TrueForAll(fields, string.IsNullOrWhiteSpace))
                {
                    rows.Add(ReadRow(header, fields));
                }
            }

            return rows;
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

        private StatedClip ReadRow(List<string> header, string[] fields)
        {
            if (fields.Length != header.Count)
            {
                throw Broken(
                    column: null,
                    string.Create(CultureInfo.InvariantCulture, $"row has {fields.Length} fields"),
                    string.Create(CultureInfo.InvariantCulture, $"{header.Count} ({string.Join(", ", header)})"),
                    "Add what is missing, or put quotation marks around a field that holds the delimiter.");
            }

            var path = Cell(format.PathColumn);
            var label = Cell(format.LabelColumn);
            if (fields.FirstOrDefault(static field => field.AsSpan().Trim().ContainsAny('\r', '\n')) is { } broken)
            {
                throw Broken(
                    column: null,
                    $"field '{broken.Trim().ReplaceLineEndings(" ")}' goes over the end of a line",
                    "fields of one line",
                    "Close the quotation mark before it, or remove the line break.");
            }

            foreach (var (column, value) in new[] { (format.PathColumn, path), (format.LabelColumn, label) })
            {
                if (value.Length == 0)
                {
                    throw Broken(
                        ColumnOf(fields, header.IndexOf(column)),
                        $"{column} is empty",
                        "a value in every row",
                        "Add it, or remove the row.");
                }
            }

            return new StatedClip(path, label, Cell(format.SpeakerColumn), Cell(format.TextColumn))
            {
                Origin = string.Create(CultureInfo.InvariantCulture, $"{_name}({_line})"),
            };

            string Cell(string column) => header.IndexOf(column) is >= 0 and var i ? fields[i].Trim() : "";
        }

        private void RequireColumn(List<string> header, string column)
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
                        NextStep = count == 0 ? "Add it, or name yours under manifest." : "Rename the others.",
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

        // Position of a field in a row without quotation marks; such rows are the rule where a field is empty.
        private static int ColumnOf(string[] fields, int index) => fields.Take(index).Sum(static field => field.Length + 1) + 1;
    }
}
