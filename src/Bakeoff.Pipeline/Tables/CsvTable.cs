using System.Globalization;
using System.Text;
using Bakeoff.Options;
using CsvHelper;

namespace Bakeoff.Pipeline.Tables;

/// <summary>
/// A kind of CSV file: each column is declared once, with its name and the value that a row has in it, and serves writing and reading.
/// </summary>
/// <typeparam name="TRow">What one row holds.</typeparam>
/// <remarks>
/// <para>Form: UTF-8 without mark, commas, line feeds, invariant culture, one header line, the shortest digits that read back to the same
/// number.</para>
/// <para>Columns stand in the file in the order of their declaration. Equal rows give equal bytes. Not thread-safe while columns are
/// declared; thread-safe afterwards.</para>
/// <code>
/// private static readonly CsvTable&lt;Clip&gt; Table = new();
/// private static readonly CsvColumn&lt;string&gt; Label = Table.Text("label", clip => clip.Label);
/// private static readonly CsvColumn&lt;double&gt; Seconds = Table.Double("seconds", clip => clip.Seconds);
///
/// Table.Write(path, clips);
/// var clips = Table.Read(path, row => new Clip(row.Get(Label), row.Get(Seconds)));
/// </code>
/// </remarks>
public sealed class CsvTable<TRow>
{
    private readonly List<(string Name, Func<TRow, string?> Write)> _columns = [];

    /// <summary>Declares a column of text; null is written as an empty field.</summary>
    /// <param name="name">Name in the header.</param>
    /// <param name="value">The value of a row.</param>
    public CsvColumn<string> Text(string name, Func<TRow, string?> value) => Add(name, value, static text => text, "text");

    /// <summary>Declares a column of <c>true</c> and <c>false</c>.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<bool> Boolean(string name, Func<TRow, bool> value) => Add(
        name,
        row => value(row) ? "true" : "false",
        static text => text switch { "true" => true, "false" => false, _ => throw new FormatException() },
        "true or false");

    /// <summary>Declares a column of whole numbers.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<int> Int32(string name, Func<TRow, int> value) => Add(
        name,
        row => value(row).ToString(CultureInfo.InvariantCulture),
        static text => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "a whole number");

    /// <summary>Declares a column of large whole numbers.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<long> Int64(string name, Func<TRow, long> value) => Add(
        name,
        row => value(row).ToString(CultureInfo.InvariantCulture),
        static text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "a whole number");

    /// <summary>Declares a column of numbers in double precision.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<double> Double(string name, Func<TRow, double> value) => Add(
        name,
        row => Write(value(row)),
        static text => ParseDouble(text),
        "a number");

    /// <summary>Declares a column of numbers in double precision, in which a field may be empty.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<double?> OptionalDouble(string name, Func<TRow, double?> value) => Add(
        name,
        row => value(row) is { } number ? Write(number) : null,
        static text => text.Length == 0 ? null : (double?)ParseDouble(text),
        "a number or nothing");

    /// <summary>Declares a column of numbers in single precision, in which a field may be empty.</summary>
    /// <inheritdoc cref="Text"/>
    public CsvColumn<float?> OptionalSingle(string name, Func<TRow, float?> value) => Add(
        name,
        row => value(row)?.ToString("R", CultureInfo.InvariantCulture),
        static text => text.Length == 0 ? null : (float?)float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        "a number or nothing");

    /// <summary>Declares a column of any kind.</summary>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="name">Name in the header.</param>
    /// <param name="write">The field of a row; null for an empty one.</param>
    /// <param name="parse">Reads a field back; a <see cref="FormatException"/> or <see cref="OverflowException"/> refuses it.</param>
    /// <param name="rule">What a field must be, for messages.</param>
    public CsvColumn<TValue> Add<TValue>(string name, Func<TRow, string?> write, Func<string, TValue> parse, string rule)
    {
        _columns.Add((name, write));
        return new CsvColumn<TValue>(_columns.Count - 1, name, parse, rule);
    }

    /// <summary>Writes a file; an existing one is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows, in the order to write.</param>
    public void Write(string path, IEnumerable<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        using var csv = new CsvWriter(text, CsvFiles.Configuration);
        foreach (var (name, _) in _columns)
        {
            csv.WriteField(name);
        }

        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var (_, write) in _columns)
            {
                csv.WriteField(write(row));
            }

            csv.NextRecord();
        }
    }

    /// <summary>Reads a file whose first columns are the declared ones; further columns are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes a row from its fields.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public IReadOnlyList<TRow> Read(string path, Func<CsvRow, TRow> read) => ReadEach(path, read).ToList();

    /// <summary>Reads a file row by row while the rows are asked for; none is kept.</summary>
    /// <inheritdoc cref="Read"/>
    public IEnumerable<TRow> ReadEach(string path, Func<CsvRow, TRow> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        using var csv = CsvFiles.Open(path);
        CheckHeader(path, csv);
        while (CsvFiles.ReadRow(path, csv))
        {
            yield return read(new CsvRow(path, csv));
        }
    }

    private void CheckHeader(string path, CsvReader csv)
    {
        var found = csv.HeaderRecord ?? [];
        var declared = _columns.Select(static c => c.Name);
        if (!declared.SequenceEqual(found.Take(_columns.Count), StringComparer.Ordinal))
        {
            var details = new ErrorDetails("header") { Value = $"'{string.Join(',', found)}'", Rule = $"'{string.Join(',', declared)}'" };
            throw CsvFiles.Unreadable(path, 1, details);
        }
    }

    private static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double ParseDouble(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
