using System.Globalization;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Writes and reads <c>manifest.csv</c>: path, bytes and SHA-256 of every file of a corpus.</summary>
/// <remarks>Determinism: equal entries give equal bytes (UTF-8 without mark, line feeds, invariant culture).</remarks>
public static class CorpusManifest
{
    private static readonly string[] Header = ["path", "bytes", "sha256"];

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="files">Rows, in the order to write.</param>
    public static void Write(string path, IReadOnlyList<ManifestEntry> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        TableFile.Write(path, Header, files, static (csv, file) =>
        {
            csv.WriteField(file.Path);
            csv.WriteField(file.Bytes.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(file.Sha256);
        });
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="TableException">The file is missing, lacks a column or holds a value that does not parse.</exception>
    public static IReadOnlyList<ManifestEntry> Read(string path) =>
        TableFile.Read(path, Header, static csv => new ManifestEntry(csv.GetField(0)!, csv.GetField<long>(1), csv.GetField(2)!));
}

/// <summary>One file of an acquired corpus: a row of <c>manifest.csv</c>.</summary>
/// <param name="Path">Path relative to the folder of recordings, with forward slashes.</param>
/// <param name="Bytes">Length of the file in bytes.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal digits.</param>
public sealed record ManifestEntry(string Path, long Bytes, string Sha256);
