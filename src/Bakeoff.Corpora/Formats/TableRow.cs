using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>One row of a table.</summary>
/// <param name="header">Names of the columns.</param>
/// <param name="fields">The fields, trimmed, one for each column.</param>
/// <param name="file">Path of the table.</param>
/// <param name="line">Line that the row begins on, from 1.</param>
/// <param name="places">
/// The position of each field in that line, from 1; <see cref="Adjoining"/> where one character stands between them; null where unknown.
/// </param>
internal sealed class TableRow(IReadOnlyList<string> header, string[] fields, string file, int line, int[]? places)
    : StatedFields(header, fields)
{
    /// <summary>In place of positions: each field begins one character after the end of the one before it.</summary>
    public static readonly int[] Adjoining = [];

    /// <summary>Name of the table and line, such as <c>manifest.csv(3)</c>.</summary>
    internal override string Origin => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}({line})");

    /// <summary>File and line.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{file}({line})");

    /// <summary>The text of a field by its number.</summary>
    public string this[int field] => fields[field];

    /// <summary>The text of a field; empty where there is no such column.</summary>
    public string this[string column] => Find(column) ?? "";

    /// <inheritdoc/>
    internal override string? PlaceOf(string name)
    {
        if (IndexOf(name) is not { } i)
        {
            return null;
        }

        return places is null
            ? Place
            : string.Create(CultureInfo.InvariantCulture, $"{file}({line},{PositionOf(i)})");
    }

    private int PositionOf(int field) =>
        places == Adjoining ? fields.Take(field).Sum(static text => text.Length + 1) + 1 : places![field];

    /// <summary>The error that a field breaks a rule.</summary>
    public DatasetException Refuse(string column, string what, string rule, string nextStep) =>
        new(DatasetProblem.Table, new ErrorDetails(what) { Where = PlaceOf(column), Rule = rule, NextStep = nextStep });
}
