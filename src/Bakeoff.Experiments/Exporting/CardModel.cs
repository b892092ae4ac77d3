using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.Exporting;

/// <summary>A network or classifier with the data for its model card.</summary>
/// <param name="Fold">The fold of its training.</param>
/// <param name="Model">The network or classifier.</param>
/// <param name="Files">Exported files with their lengths in bytes.</param>
/// <param name="FrontEndObstacle">The reason for a missing waveform file; null if there is such a file.</param>
internal sealed record CardModel(
    SplitFold Fold,
    TrainedModel Model,
    IReadOnlyList<(string Name, long Bytes)> Files,
    string? FrontEndObstacle);
