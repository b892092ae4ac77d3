namespace Bakeoff.Corpora.Downloading;

/// <summary>One commit of a repository of the hub.</summary>
/// <param name="Name">Its name, such as <c>facebook/wav2vec2-base</c>.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Licence">Licence that it states; null if it states none.</param>
/// <param name="Files">Files with the length and, for large ones, the SHA-256 that the hub states.</param>
public sealed record HubRepository(string Name, string Commit, string? Licence, IReadOnlyList<HubFile> Files);

/// <summary>A file of a repository.</summary>
/// <param name="Name">Path in the repository, as the hub states it.</param>
/// <param name="Bytes">Length; null if the hub does not say.</param>
/// <param name="Sha256">SHA-256 of the content, hexadecimal; null for files outside Git LFS.</param>
public sealed record HubFile(string Name, long? Bytes, string? Sha256);
