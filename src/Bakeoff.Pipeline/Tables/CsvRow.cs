using Bakeoff.Options;
using CsvHelper;

namespace Bakeoff.Pipeline.Tables;

/// <summary>One row of a CSV file while it is read. Valid only inside the function that receives it.</summary>
public readonly struct CsvRow
{
    private readonly string _path;
    private readonly CsvReader _csv;

    internal CsvRow(string path, CsvReader csv)
    {
        _path = path;
        _csv = csv;
    }

    /// <summary>The value in a column.</summary>
    /// <exception cref="TableException">The field is missing or does not parse.</exception>
    public TValue Get<TValue>(CsvColumn<TValue> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var field = string.Empty;
        try
        {
            field = _csv.GetField(column.Index) ?? string.Empty;
            return column.Parse(field);
        }
        catch (CsvHelperException exception)
        {
            throw CsvFiles.Unreadable(_path, exception);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            var details = new ErrorDetails(column.Name) { Value = $"'{field}'", Rule = column.Rule };
            throw CsvFiles.Unreadable(_path, _csv.Context.Parser!.RawRow, details, exception);
        }
    }
}
