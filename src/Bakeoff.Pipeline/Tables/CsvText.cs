using CsvHelper;

namespace Bakeoff.Pipeline.Tables;

/// <summary>Writes CSV to a stream of text, in the form of the tables on disk: commas, line feeds, quotes where needed.</summary>
/// <param name="output">Receives the text; stays open.</param>
public sealed class CsvText(TextWriter output) : IDisposable
{
    private readonly CsvWriter _csv = new(output, CsvFiles.Configuration, leaveOpen: true);

    /// <summary>Writes one row.</summary>
    public void WriteRow(IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }

        _csv.NextRecord();
        _csv.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
