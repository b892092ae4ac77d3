using Bakeoff.Experiments.Report;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Adds the report and its pictures to the run of the training.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedReportStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        await run.LogArtifactAsync(Path.Combine(context.OutputFolder, ReportStage.PageFile), folder: null, cancellationToken)
            .ConfigureAwait(false);
        await run.LogArtifactAsync(
                Path.Combine(context.OutputFolder, ReportStage.PicturesFolder),
                ReportStage.PicturesFolder,
                cancellationToken)
            .ConfigureAwait(false);
    }
}
