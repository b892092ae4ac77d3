namespace Bakeoff.Experiments.Exporting;

/// <summary>The result of an export.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Folder">Full path of <c>artifacts/experiments/NAME/export</c>.</param>
/// <param name="Models">The model of the experiment, then one for each fold if there are several.</param>
/// <param name="RunId">MLflow run with the export among its artifacts; null if the training has no run.</param>
/// <param name="TrackingUri">Address or folder of the runs.</param>
/// <param name="TrackingProblem">
/// The reason for which MLflow did not take the files, which are complete on disk all the same; null if there was no problem.
/// </param>
public sealed record ExportResult(
    string Experiment,
    string Folder,
    IReadOnlyList<ExportedModel> Models,
    string? RunId,
    string TrackingUri,
    string? TrackingProblem);
