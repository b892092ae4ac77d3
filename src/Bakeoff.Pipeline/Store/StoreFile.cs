using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>One output as recorded; it is compared with this before it is used again.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
[OutsideFingerprint("carries results and makes none")]
public sealed record StoreFile(string Path, long Bytes, string Sha256);
