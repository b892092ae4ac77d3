using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Adds the metrics of each condition and the page of a stress test to the run of the training.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedStressStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        run.LogMetrics(MetricKeys.Of(StressDocument.Read(context.OutputPath(StressStage.ResultsFile))), step: 0);
        foreach (var file in new[] { StressStage.ResultsFile, StressStage.PageFile })
        {
            await run.LogArtifactAsync(context.OutputPath(file), folder: null, cancellationToken).ConfigureAwait(false);
        }
    }
}
