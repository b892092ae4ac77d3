namespace Bakeoff.Corpora.Downloading;

/// <summary>Files that a source offers: archives to unpack, or the recordings one by one.</summary>
/// <param name="Files">Files to fetch.</param>
/// <param name="AreArchives">True if they are zip archives to unpack.</param>
internal sealed record SourceListing(IReadOnlyList<RemoteFile> Files, bool AreArchives);
