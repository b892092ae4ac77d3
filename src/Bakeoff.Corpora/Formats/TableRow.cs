using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>One row of a table.</summary>
/// <param name="header">Names of the columns.</param>
/// <param name="fields">The fields, trimmed, one for each column.</param>
/// <param name="file">Path of the table.</param>
/// <param name="line">Line that the row begins on, from 1.</param>
/// <param name="columnOf">The position of a field in that line, from 1; null where it cannot be known.</param>
internal sealed class TableRow(IReadOnlyList<string> header, string[] fields, string file, int line, Func<int, int?> columnOf)
    : StatedFields(header, fields)
{
    /// <summary>Name of the table and line, such as <c>manifest.csv(3)</c>.</summary>
    public string Origin { get; } = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}({line})");

    /// <summary>The text of a field; empty where there is no such column.</summary>
    public string this[string column] => Find(column) ?? "";

    /// <inheritdoc/>
    internal override string? PlaceOf(string name)
    {
        if (IndexOf(name) is not { } i)
        {
            return null;
        }

        return columnOf(i) is { } column
            ? string.Create(CultureInfo.InvariantCulture, $"{file}({line},{column})")
            : string.Create(CultureInfo.InvariantCulture, $"{file}({line})");
    }

    /// <summary>The error that a field breaks a rule.</summary>
    public DatasetException Refuse(string column, string what, string rule, string nextStep) =>
        new(DatasetProblem.Table, new ErrorDetails(what) { Where = PlaceOf(column), Rule = rule, NextStep = nextStep });
}
