using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Experiments.Exporting;

/// <summary>What an export left.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Folder">Full path of <c>artifacts/experiments/NAME/export</c>.</param>
/// <param name="Models">The networks, one a fold.</param>
/// <param name="RunId">MLflow run that has the export among its artifacts; null where the training has no run.</param>
/// <param name="TrackingUri">Where runs are recorded.</param>
/// <param name="TrackingProblem">Why MLflow did not take the files, which are complete on disk all the same; null when nothing went wrong.</param>
public sealed record ExportResult(string Experiment, string Folder, IReadOnlyList<ExportedModel> Models, string? RunId, string TrackingUri, string? TrackingProblem);
