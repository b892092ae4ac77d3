using System.Collections.Frozen;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>The file, or the stretch of one, that a row of a table is about.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Start">Beginning in nanoseconds.</param>
/// <param name="End">End in nanoseconds; null for the end of the file.</param>
internal readonly record struct AudformatKey(string File, long Start, long? End);

/// <summary>A table with its rows, from <c>db.TABLE.parquet</c> or <c>db.TABLE.csv</c>.</summary>
internal sealed class AudformatTable
{
    // Fields that the format's own reader takes for missing.
    private static readonly FrozenSet<string> MissingWords = FrozenSet.ToFrozenSet(
        [
            "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "N/A", "NA", "NULL", "NaN", "NaT",
            "n/a", "nan", "null",
        ],
        StringComparer.Ordinal);

    private readonly bool _isText;

    private AudformatTable(AudformatTableHeader header, string file, IReadOnlyList<TableRow> rows, bool isText) =>
        (Header, File, Rows, _isText) = (header, file, rows, isText);

    /// <summary>The table as the header states it.</summary>
    public AudformatTableHeader Header { get; }

    /// <summary>Path of the file that was read.</summary>
    public string File { get; }

    /// <summary>The rows; of Parquet, their place is the number of the row, from 1.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>True where the table is there in a form that can be read.</summary>
    public static bool Exists(string folder, string name) => FileOf(folder, name) is not null;

    /// <summary>Reads a table.</summary>
    /// <exception cref="DatasetException">It is not there, is there as a pickle only, or cannot be read.</exception>
    public static async Task<AudformatTable> ReadAsync(string folder, AudformatTableHeader header, CancellationToken cancellationToken)
    {
        var file = FileOf(folder, header.Name) ?? throw Absent(folder, header.Name);
        (string Name, AudformatType Type)[] columns =
        [
            .. header.Levels, .. header.Columns.Select(static column => (column.Name, column.Type)),
        ];
        var isText = file.EndsWith(".csv", StringComparison.Ordinal);
        var rows = isText
            ? TextTable.Read(file, [.. columns.Select(static column => column.Name)], null, AudformatHeader.FileName)
            : await ParquetTable.ReadAsync(file, columns, cancellationToken).ConfigureAwait(false);
        return new AudformatTable(header, file, rows, isText);
    }

    /// <summary>The value of a field in the one text of its type; empty where it is missing.</summary>
    /// <exception cref="DatasetException">It is not of the type.</exception>
    public string Read(TableRow row, string column, AudformatType type)
    {
        var text = row[column];
        if (text.Length == 0 || (_isText && MissingWords.Contains(text)))
        {
            return "";
        }

        return AudformatTypes.Read(type, text)
            ?? throw row.Refuse(column, $"{column} is '{text}'", AudformatTypes.RuleOf(type), "Correct it.");
    }

    /// <summary>The file or stretch that a row is about.</summary>
    /// <exception cref="DatasetException">A time is none.</exception>
    public AudformatKey KeyOf(TableRow row)
    {
        var file = row["file"];
        return Header.Levels.Count == 1 ? new AudformatKey(file, 0, null) : new AudformatKey(file, Time("start") ?? 0, Time("end"));

        long? Time(string column) =>
            row[column] is var text && (text.Length == 0 || MissingWords.Contains(text)) ? null
            : Timedelta.Read(text) ?? throw row.Refuse(column, $"{column} is '{text}'", Timedelta.Rule, "Correct it.");
    }

    private static string? FileOf(string folder, string name) =>
        new[] { "parquet", "csv" }
            .Select(extension => Path.Combine(folder, $"db.{name}.{extension}"))
            .FirstOrDefault(System.IO.File.Exists);

    private static DatasetException Absent(string folder, string name)
    {
        var pickle = Path.Combine(folder, $"db.{name}.pkl");
        var isPickle = System.IO.File.Exists(pickle);
        return new DatasetException(
            isPickle ? DatasetProblem.Unsafe : DatasetProblem.NotFound,
            new ErrorDetails(isPickle ? "is a pickle, which runs its maker's code where it is read" : $"table {name} is not there")
            {
                Where = isPickle ? pickle : folder,
                Rule = $"db.{name}.csv or db.{name}.parquet",
                NextStep = isPickle
                    ? "If you trust it, save the table again in Python: "
                        + $"audformat.Database.load('{folder}')['{name}'].save('{folder}/db.{name}', storage_format='csv')."
                    : null,
            });
    }
}
