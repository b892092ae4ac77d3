using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Writes and reads <c>index.csv</c>: one row a clip.</summary>
/// <remarks>
/// Determinism: equal clips give equal bytes (UTF-8 without mark, line feeds, invariant culture, shortest round-trip numbers).
/// </remarks>
public static class IndexTable
{
    private static readonly CsvTable<Clip> Table = new();
    private static readonly CsvColumn<string> ClipPath = Table.Text("path", static clip => clip.Path);
    private static readonly CsvColumn<string> Label = Table.Text("label", static clip => clip.Label);
    private static readonly CsvColumn<string> Speaker = Table.Text("speaker", static clip => clip.Speaker);
    private static readonly CsvColumn<string> Text = Table.Text("text", static clip => clip.Text);
    private static readonly CsvColumn<int> SampleRateHz = Table.Int32("sample_rate_hz", static clip => clip.SampleRateHz);
    private static readonly CsvColumn<int> ChannelCount = Table.Int32("channels", static clip => clip.ChannelCount);
    private static readonly CsvColumn<long> SampleCount = Table.Int64("samples", static clip => clip.SampleCount);
    private static readonly CsvColumn<double> Seconds = Table.Double("seconds", static clip => clip.Seconds);
    private static readonly CsvColumn<string> Sha256 = Table.Text("sha256", static clip => clip.Sha256);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips) => Table.Write(path, clips);

    /// <summary>Reads the table; <see cref="IndexReport.Locate"/> adds where the clips' files are.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<Clip> Read(string path) => Table.Read(path, static row => new Clip(
        row.Get(ClipPath),
        row.Get(Label),
        row.Get(Speaker),
        row.Get(Text),
        row.Get(SampleRateHz),
        row.Get(ChannelCount),
        row.Get(SampleCount),
        row.Get(Seconds),
        row.Get(Sha256)));
}
