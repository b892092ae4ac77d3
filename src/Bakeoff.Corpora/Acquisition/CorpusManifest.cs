using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Writes and reads <c>manifest.csv</c>: path, bytes and SHA-256 of every file of a corpus.</summary>
/// <remarks>Determinism: equal entries give equal bytes (UTF-8 without mark, line feeds, invariant culture).</remarks>
public static class CorpusManifest
{
    private static readonly CsvTable<ManifestEntry> Table = new();
    private static readonly CsvColumn<string> FilePath = Table.Text("path", static file => file.Path);
    private static readonly CsvColumn<long> Bytes = Table.Int64("bytes", static file => file.Bytes);
    private static readonly CsvColumn<string> Sha256 = Table.Text("sha256", static file => file.Sha256);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="files">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<ManifestEntry> files) => Table.Write(path, files);

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<ManifestEntry> Read(string path) =>
        Table.Read(path, static row => new ManifestEntry(row.Get(FilePath), row.Get(Bytes), row.Get(Sha256)));
}

/// <summary>One file of an acquired corpus: a row of <c>manifest.csv</c>.</summary>
/// <param name="Path">Path relative to the folder of recordings, with forward slashes.</param>
/// <param name="Bytes">Length of the file in bytes.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal digits.</param>
public sealed record ManifestEntry(string Path, long Bytes, string Sha256);
