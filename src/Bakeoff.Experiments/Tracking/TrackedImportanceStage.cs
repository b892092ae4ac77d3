using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Adds the worth of each group of features and its page to the run of the training.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedImportanceStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        run.LogMetrics(MetricKeys.Of(ImportanceDocument.Read(context.OutputPath(ImportanceStage.ResultsFile))), step: 0);
        foreach (var file in new[] { ImportanceStage.ResultsFile, ImportanceStage.PageFile })
        {
            await run.LogArtifactAsync(context.OutputPath(file), folder: null, cancellationToken).ConfigureAwait(false);
        }
    }
}
