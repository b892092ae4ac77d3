using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Adds the metrics and the files of a stage after the training to the run of the training.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedResultStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    /// <summary>Metrics of the stage, read from its file of results, whose path is given.</summary>
    public required Func<string, IEnumerable<KeyValuePair<string, double>>> Metrics { get; init; }

    /// <summary>Name of the file of results.</summary>
    public required string ResultsFile { get; init; }

    /// <summary>Name of the page.</summary>
    public required string PageFile { get; init; }

    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        run.LogMetrics(Metrics(context.OutputPath(ResultsFile)), step: 0);
        foreach (var file in new[] { ResultsFile, PageFile })
        {
            await run.LogArtifactAsync(context.OutputPath(file), folder: null, cancellationToken).ConfigureAwait(false);
        }
    }
}
