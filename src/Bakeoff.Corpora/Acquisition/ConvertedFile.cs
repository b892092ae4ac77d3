using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>A recording that was to be converted: a row of <c>converted.csv</c>.</summary>
/// <param name="Path">Path of what lies among the recordings: the sound in FLAC, or the original where it could not be converted.</param>
/// <param name="Sha256">SHA-256 of that file.</param>
/// <param name="Original">The original, as it was found.</param>
/// <param name="SoundStreams">Streams of sound in it, of which the first was taken.</param>
/// <param name="Problem">Reason why it could not be converted; empty where it was.</param>
public sealed record ConvertedFile(string Path, string Sha256, ManifestEntry Original, int SoundStreams, string Problem)
{
    private static readonly CsvTable<ConvertedFile> Table = new();
    private static readonly CsvColumn<string> FilePath = Table.Text("path", static file => file.Path);
    private static readonly CsvColumn<string> Digest = Table.Text("sha256", static file => file.Sha256);
    private static readonly CsvColumn<string> OriginalPath = Table.Text("original", static file => file.Original.Path);
    private static readonly CsvColumn<long> OriginalBytes = Table.Int64("original_bytes", static file => file.Original.Bytes);
    private static readonly CsvColumn<string> OriginalDigest = Table.Text("original_sha256", static file => file.Original.Sha256);
    private static readonly CsvColumn<int> Streams = Table.Int32("sound_streams", static file => file.SoundStreams);
    private static readonly CsvColumn<string> Reason = Table.Text("problem", static file => file.Problem);

    /// <summary>The same file in a corpus that lies below others.</summary>
    internal ConvertedFile Below(string folder) =>
        this with { Path = $"{folder}/{Path}", Original = Original with { Path = $"{folder}/{Original.Path}" } };

    /// <summary>Writes the table; equal rows give equal bytes.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="files">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<ConvertedFile> files) => Table.Write(path, files);

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<ConvertedFile> Read(string path) =>
        Table.Read(
            path,
            static row => new ConvertedFile(
                row.Get(FilePath),
                row.Get(Digest),
                new ManifestEntry(row.Get(OriginalPath), row.Get(OriginalBytes), row.Get(OriginalDigest)),
                row.Get(Streams),
                row.Get(Reason)));
}
