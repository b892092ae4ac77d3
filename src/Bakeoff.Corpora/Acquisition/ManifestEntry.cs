namespace Bakeoff.Corpora.Acquisition;

/// <summary>One file of an acquired corpus: a row of <c>manifest.csv</c>.</summary>
/// <param name="Path">Path relative to the folder of recordings, with forward slashes.</param>
/// <param name="Bytes">Length of the file in bytes.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal digits.</param>
public sealed record ManifestEntry(string Path, long Bytes, string Sha256);
