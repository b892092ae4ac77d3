using Parquet;
using Parquet.Schema;

namespace Bakeoff.Corpora.Writing;

/// <summary>Writes a Parquet table with a row for each segment of a recording: file, start and end in seconds, then values.</summary>
/// <remarks>Rows are written in groups, so that memory does not grow with the table. Read back with <c>pandas.read_parquet</c>.</remarks>
public sealed class SegmentTableWriter : IAsyncDisposable
{
    private const int RowsInGroup = 8192;

    private readonly ParquetWriter _writer;
    private readonly DataField[] _fields;
    private readonly List<string> _files = [];
    private readonly List<double> _starts = [];
    private readonly List<double> _ends = [];
    private readonly List<float>[] _columns;

    private SegmentTableWriter(ParquetWriter writer, DataField[] fields)
    {
        _writer = writer;
        _fields = fields;
        _columns = [.. fields.Skip(3).Select(static _ => new List<float>())];
    }

    /// <summary>Begins a table.</summary>
    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="columns">Names of the values.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<SegmentTableWriter> CreateAsync(
        Stream stream, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        DataField[] fields =
        [
            new DataField<string>("file"), new DataField<double>("start"), new DataField<double>("end"),
            .. columns.Select(static column => new DataField<float>(column)),
        ];
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return new SegmentTableWriter(writer, fields);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="file">Name of the recording.</param>
    /// <param name="start">Start of the segment in seconds.</param>
    /// <param name="end">Its end in seconds.</param>
    /// <param name="values">A value for each column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task AddAsync(
        string file, double start, double end, ReadOnlyMemory<float> values, CancellationToken cancellationToken)
    {
        _files.Add(file);
        _starts.Add(start);
        _ends.Add(end);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(values.Span[i]);
        }

        if (_files.Count == RowsInGroup)
        {
            await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left and the table's end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_files.Count > 0)
        {
            await WriteGroupAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(_fields[0], _files).ConfigureAwait(false);
        await WriteAsync(group, 1, _starts, cancellationToken).ConfigureAwait(false);
        await WriteAsync(group, 2, _ends, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < _columns.Length; i++)
        {
            await WriteAsync(group, i + 3, _columns[i], cancellationToken).ConfigureAwait(false);
        }

        _files.Clear();
    }

    private async Task WriteAsync<T>(ParquetRowGroupWriter group, int field, List<T> values, CancellationToken cancellationToken)
        where T : struct
    {
        await group.WriteAsync<T>(_fields[field], values.ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        values.Clear();
    }
}
