namespace Bakeoff.Corpora.Acquisition;

/// <summary>A corpus on disk, every file hashed.</summary>
/// <param name="Folder">Folder of the recordings.</param>
/// <param name="Files">Every file below it, in ordinal order of paths.</param>
public sealed record AcquiredCorpus(string Folder, IReadOnlyList<ManifestEntry> Files);
