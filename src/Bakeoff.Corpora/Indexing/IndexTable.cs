using System.Globalization;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Writes and reads <c>index.csv</c>: one row a clip.</summary>
/// <remarks>
/// Determinism: equal clips give equal bytes (UTF-8 without mark, line feeds, invariant culture, shortest round-trip numbers).
/// </remarks>
public static class IndexTable
{
    private static readonly string[] Header = ["path", "label", "speaker", "text", "sample_rate_hz", "channels", "samples", "seconds", "sha256"];

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        TableFile.Write(path, Header, clips, static (csv, clip) =>
        {
            csv.WriteField(clip.Path);
            csv.WriteField(clip.Label);
            csv.WriteField(clip.Speaker);
            csv.WriteField(clip.Text);
            csv.WriteField(clip.SampleRateHz.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(clip.ChannelCount.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(clip.SampleCount.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(clip.Seconds.ToString("R", CultureInfo.InvariantCulture));
            csv.WriteField(clip.Sha256);
        });
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<Clip> Read(string path) =>
        TableFile.Read(path, Header, static csv => new Clip(
            csv.GetField(0)!,
            csv.GetField(1)!,
            csv.GetField(2)!,
            csv.GetField(3)!,
            csv.GetField<int>(4),
            csv.GetField<int>(5),
            csv.GetField<long>(6),
            csv.GetField<double>(7),
            csv.GetField(8)!));
}
