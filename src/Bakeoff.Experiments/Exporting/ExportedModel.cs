namespace Bakeoff.Experiments.Exporting;

/// <summary>One exported network: of the experiment, or of one of its folds.</summary>
/// <param name="Fold">Name of the fold; null where there is only one.</param>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Files">Its files with their lengths in bytes, in ordinal order.</param>
/// <param name="FrontEndObstacle">Why there is no file that takes waveforms; null when there is one.</param>
public sealed record ExportedModel(string? Fold, string Folder, IReadOnlyList<(string Name, long Bytes)> Files, string? FrontEndObstacle);
