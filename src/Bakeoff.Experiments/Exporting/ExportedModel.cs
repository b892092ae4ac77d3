namespace Bakeoff.Experiments.Exporting;

/// <summary>An exported model: that of the experiment, which averages over its folds, or of one of its folds.</summary>
/// <param name="Fold">Name of the fold; null for the model of the experiment.</param>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Files">Its files with their lengths in bytes, in ordinal order.</param>
/// <param name="FrontEndObstacle">The reason for a missing waveform file; null if there is such a file.</param>
public sealed record ExportedModel(string? Fold, string Folder, IReadOnlyList<(string Name, long Bytes)> Files, string? FrontEndObstacle);
