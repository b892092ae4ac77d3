namespace Bakeoff.Corpora.Downloading;

/// <summary>Identity of one version of a remote file.</summary>
/// <param name="Address">Address that was requested.</param>
/// <param name="ETag">Strong entity tag with its quotes; null if the server gave none.</param>
/// <param name="LastModified">Date of the last change as the server wrote it; null if it gave none.</param>
/// <param name="Bytes">Length of the whole; null if the server did not say.</param>
internal sealed record ContentIdentity(string Address, string? ETag, string? LastModified, long? Bytes);
