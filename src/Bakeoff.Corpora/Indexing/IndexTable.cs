using Bakeoff.Corpora.Formats;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Writes and reads <c>index.csv</c>: one row a clip; after the fixed columns start, end (in seconds) and channel where clips
/// are stretches of files, and the columns that the corpus has.</summary>
/// <remarks>
/// Determinism: equal clips give equal bytes (UTF-8 without mark, line feeds, invariant culture, shortest round-trip numbers). A value
/// that is missing is an empty field.
/// </remarks>
public static class IndexTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">Rows, in the order to write; all of one corpus.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var hasStretches = clips.Any(static clip => clip.Stretch is not null);
        new Form(clips.Count == 0 ? [] : clips[0].Values.Columns, hasStretches).Table.Write(path, clips);
    }

    /// <summary>Reads the table; <see cref="IndexFiles.ReadClips"/> adds where the clips' files are.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <param name="columns">Columns of the corpus, as its report states them; null: none are read.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<Clip> Read(string path, IReadOnlyList<Column>? columns = null) =>
        Read(path, columns, static clip => clip.Path);

    /// <summary>Reads the table with the files of the clips.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <param name="columns">Columns of the corpus, as its report states them; null: none are read.</param>
    /// <param name="fileOf">Path of a clip's file.</param>
    internal static IReadOnlyList<Clip> Read(string path, IReadOnlyList<Column>? columns, Func<Clip, string> fileOf)
    {
        var form = new Form(columns ?? [], CsvFiles.ReadHeader(path).ElementAtOrDefault(FixedColumns) == StartColumn);
        return form.Table.Read(path, row => form.ReadRow(row, fileOf));
    }

    private const int FixedColumns = 9;
    private const string StartColumn = "start";

    private sealed class Form
    {
        private readonly CsvColumn<string> _path;
        private readonly CsvColumn<string> _label;
        private readonly CsvColumn<string> _speaker;
        private readonly CsvColumn<string> _text;
        private readonly CsvColumn<int> _sampleRateHz;
        private readonly CsvColumn<int> _channelCount;
        private readonly CsvColumn<long> _sampleCount;
        private readonly CsvColumn<double> _seconds;
        private readonly CsvColumn<string> _sha256;
        private readonly CsvColumn<double?>? _start;
        private readonly CsvColumn<double?>? _end;
        private readonly CsvColumn<double?>? _channel;
        private readonly IReadOnlyList<Column> _columns;
        private readonly CsvColumn<string>[] _values;

        // Many clips share few values: each text is kept once.
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

        public Form(IReadOnlyList<Column> columns, bool hasStretches)
        {
            _path = Table.Text("path", static clip => clip.Path);
            _label = Table.Text("label", static clip => clip.Label);
            _speaker = Table.Text("speaker", static clip => clip.Speaker);
            _text = Table.Text("text", static clip => clip.Text);
            _sampleRateHz = Table.Int32("sample_rate_hz", static clip => clip.SampleRateHz);
            _channelCount = Table.Int32("channels", static clip => clip.ChannelCount);
            _sampleCount = Table.Int64("samples", static clip => clip.SampleCount);
            _seconds = Table.Double("seconds", static clip => clip.Seconds);
            _sha256 = Table.Text("sha256", static clip => clip.Sha256);
            if (hasStretches)
            {
                _start = Table.OptionalDouble(StartColumn, static clip => clip.Stretch?.StartSeconds);
                _end = Table.OptionalDouble("end", static clip => clip.Stretch?.EndSeconds);
                _channel = Table.OptionalDouble("channel", static clip => clip.Stretch?.Channel);
            }

            _columns = columns;
            _values =
            [
                .. columns.Select(column => column.Type == ColumnType.Text
                    ? Table.Text(column.Name, clip => clip.Values.TextOf(column.Name))
                    : Table.Add(column.Name, clip => clip.Values.TextOf(column.Name), CheckNumber, "a number or nothing")),
            ];
        }

        public CsvTable<Clip> Table { get; } = new();

        public Clip ReadRow(CsvRow row, Func<Clip, string> fileOf)
        {
            var clip = new Clip(
                row.Get(_path),
                Share(row.Get(_label)),
                Share(row.Get(_speaker)),
                Share(row.Get(_text)),
                row.Get(_sampleRateHz),
                row.Get(_channelCount),
                row.Get(_sampleCount),
                row.Get(_seconds),
                row.Get(_sha256))
            {
                Stretch = _start is not null && row.Get(_start) is { } start
                    ? new ClipStretch(start, row.Get(_end!), (int?)row.Get(_channel!))
                    : null,
                Values = _values.Length == 0
                    ? ColumnValues.None
                    : new ColumnValues(_columns, Array.ConvertAll(_values, value => Share(row.Get(value)))),
            };
            var file = fileOf(clip);
            return file == clip.Path ? clip : clip with { File = Share(file) };
        }

        private string Share(string text) => _texts.TryAdd(text, text) ? text : _texts[text];

        private static string CheckNumber(string text) =>
            text.Length == 0 || Number.Read(text) is not null ? text : throw new FormatException();
    }
}
