using System.Globalization;
using System.Text;
using Bakeoff.Corpora.Importing.Audformat;
using Bakeoff.Corpora.Writing;
using Bakeoff.Options.Files;

namespace Bakeoff.Cli.Output;

/// <summary>Features of one recording, or why there are none.</summary>
internal sealed record RecordingFeatures(string File)
{
    /// <summary>Start of the part that was measured, in seconds.</summary>
    public double StartSeconds { get; init; }

    /// <summary>Its end in seconds.</summary>
    public double EndSeconds { get; init; }

    /// <summary>Seconds between frames; 0 for one row.</summary>
    public double HopSeconds { get; init; }

    /// <summary>Seconds of a frame.</summary>
    public double FrameSeconds { get; init; }

    /// <summary>[rows, columns].</summary>
    public float[] Values { get; init; } = [];

    /// <summary>Values that do not exist and are 0.</summary>
    public int MissingCount { get; init; }

    /// <summary>The reason why there are no values.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Start and end of a row; the last one ends with the part that was measured, as in opensmile-python.</summary>
    public (double Start, double End) Bounds(int row, int rows) =>
    (
        StartSeconds + row * HopSeconds,
        row == rows - 1 ? EndSeconds : StartSeconds + row * HopSeconds + FrameSeconds
    );
}

/// <summary>Writes features of recordings to a stream.</summary>
internal abstract class FeatureTable(IReadOnlyList<string> columns)
{
    /// <summary>Names of the columns.</summary>
    protected IReadOnlyList<string> Columns => columns;

    /// <summary>Writes what comes before the first row.</summary>
    /// <param name="stream">The file; null for the console, which takes text only.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public abstract Task StartAsync(Stream? stream, CancellationToken cancellationToken);

    /// <summary>Writes the rows of one recording.</summary>
    public abstract Task AddAsync(RecordingFeatures features, CancellationToken cancellationToken);

    /// <summary>Writes what comes after the last row.</summary>
    public abstract Task EndAsync();

    /// <summary>Rows of a recording.</summary>
    protected int RowsOf(RecordingFeatures features) => features.Values.Length / columns.Count;
}

/// <summary>The base of tables that are text, on the console where they are for no file.</summary>
internal abstract class FeatureText(IReadOnlyList<string> columns) : FeatureTable(columns)
{
    private const int MostText = 1 << 16;

    private TextWriter _output = Console.Out;

    /// <summary>Text before the first row.</summary>
    protected abstract string Header { get; }

    /// <inheritdoc/>
    public override Task StartAsync(Stream? stream, CancellationToken cancellationToken)
    {
        if (stream is not null)
        {
            _output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        }

        return _output.WriteAsync(Header.AsMemory(), cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task AddAsync(RecordingFeatures features, CancellationToken cancellationToken)
    {
        var rows = RowsOf(features);
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            Begin(text, features, features.Bounds(row, rows));
            foreach (var value in features.Values.AsSpan(row * Columns.Count, Columns.Count))
            {
                text.Append(CultureInfo.InvariantCulture, $",{value:R}");
            }

            text.Append('\n');
            if (text.Length > MostText || row == rows - 1)
            {
                await _output.WriteAsync(text, cancellationToken);
                text.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public override Task EndAsync() => _output.FlushAsync();

    /// <summary>Writes what stands before the values of a row.</summary>
    protected abstract void Begin(StringBuilder line, RecordingFeatures features, (double Start, double End) bounds);
}

/// <summary>CSV as pandas writes the tables of opensmile-python: file, start and end as durations, values.</summary>
internal sealed class FeatureCsv(IReadOnlyList<string> columns) : FeatureText(columns)
{
    private static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <inheritdoc/>
    protected override string Header => $"file,start,end,{string.Join(',', Columns)}\n";

    /// <inheritdoc/>
    protected override void Begin(StringBuilder line, RecordingFeatures features, (double Start, double End) bounds) =>
        line.Append(Quote(features.File)).Append(',').Append(Timedelta.TextOf(bounds.Start)).Append(',').Append(Timedelta.TextOf(bounds.End));

    /// <summary>A field of CSV.</summary>
    public static string Quote(string text) =>
        text.IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>Weka's ARFF as SMILExtract writes it: name, time of the frame in seconds, values.</summary>
internal sealed class FeatureArff(string set, IReadOnlyList<string> columns) : FeatureText(columns)
{
    /// <inheritdoc/>
    protected override string Header =>
        $"@relation {set}\n\n@attribute name string\n@attribute frameTime numeric\n"
            + string.Concat(Columns.Select(static column => $"@attribute {column} numeric\n"))
            + "\n@data\n\n";

    /// <inheritdoc/>
    protected override void Begin(StringBuilder line, RecordingFeatures features, (double Start, double End) bounds)
    {
        var name = features.File.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        line.Append(CultureInfo.InvariantCulture, $"'{name.ReplaceLineEndings(" ")}',{bounds.Start:0.000000}");
    }
}

/// <summary>
/// NumPy's array of shape [rows, columns], beside it a CSV file of the recordings with their bounds and rows, and the names, a line each.
/// </summary>
internal sealed class FeatureNpy(string path, IReadOnlyList<string> columns) : FeatureTable(columns)
{
    private readonly StringBuilder _index = new("file,start,end,first_row,rows\n");
    private Stream? _stream;
    private long _rows;

    /// <inheritdoc/>
    public override Task StartAsync(Stream? stream, CancellationToken cancellationToken)
    {
        _stream = stream!;
        NpyFile.WriteHeader(_stream, NpyFile.Single, [0, Columns.Count]);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task AddAsync(RecordingFeatures features, CancellationToken cancellationToken)
    {
        NpyFile.WriteValues<float>(_stream!, features.Values);
        _index.Append(
            CultureInfo.InvariantCulture,
            $"{FeatureCsv.Quote(features.File)},{features.StartSeconds:R},{features.EndSeconds:R},{_rows},{RowsOf(features)}\n");
        _rows += RowsOf(features);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task EndAsync()
    {
        _stream!.Position = 0;
        NpyFile.WriteHeader(_stream, NpyFile.Single, [_rows, Columns.Count]);
        AtomicFile.Write(path + ".csv", Encoding.UTF8.GetBytes(_index.ToString()));
        AtomicFile.Write(path + ".names.txt", Encoding.UTF8.GetBytes(string.Concat(Columns.Select(static name => name + "\n"))));
        return Task.CompletedTask;
    }
}

/// <summary>Parquet: file, start and end in seconds, values.</summary>
internal sealed class FeatureParquet(IReadOnlyList<string> columns) : FeatureTable(columns)
{
    private SegmentTableWriter? _table;

    /// <inheritdoc/>
    public override async Task StartAsync(Stream? stream, CancellationToken cancellationToken) =>
        _table = await SegmentTableWriter.CreateAsync(stream!, Columns, cancellationToken);

    /// <inheritdoc/>
    public override async Task AddAsync(RecordingFeatures features, CancellationToken cancellationToken)
    {
        var rows = RowsOf(features);
        for (var row = 0; row < rows; row++)
        {
            var (start, end) = features.Bounds(row, rows);
            var values = features.Values.AsMemory(row * Columns.Count, Columns.Count);
            await _table!.AddAsync(features.File, start, end, values, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task EndAsync() => await _table!.DisposeAsync();
}
