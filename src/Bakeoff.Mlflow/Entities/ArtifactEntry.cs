namespace Bakeoff.Mlflow.Entities;

/// <summary>A file or folder among a run's artifacts.</summary>
/// <param name="Path">Path below the run's artifact root, with <c>/</c>.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="SizeBytes">Size in bytes; 0 for a folder.</param>
public sealed record ArtifactEntry(string Path, bool IsFolder, long SizeBytes);
