using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.Exporting;

/// <summary>One network or classifier as the model card tells of it.</summary>
/// <param name="Fold">The fold it was trained in.</param>
/// <param name="Model">The network or classifier.</param>
/// <param name="Files">Exported files with their lengths in bytes.</param>
/// <param name="FrontEndObstacle">Why no file takes waveforms; null when one does.</param>
internal sealed record CardModel(SplitFold Fold, TrainedModel Model, IReadOnlyList<(string Name, long Bytes)> Files, string? FrontEndObstacle);
