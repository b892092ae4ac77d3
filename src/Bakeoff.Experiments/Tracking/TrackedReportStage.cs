using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// Adds the report to the run of the training, and the pictures in two folders: of the corpus, which runs share, and of the results.
/// </summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedReportStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    private const string CorpusFolder = "corpus";
    private const string ResultsFolder = "results";

    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        await run.LogArtifactAsync(Path.Combine(context.OutputFolder, ReportStage.PageFile), folder: null, cancellationToken)
            .ConfigureAwait(false);
        var corpus = Path.Combine(context.InputFolder(StageNames.Explore), ExploreStage.PicturesFolder);
        await run.LogArtifactAsync(corpus, CorpusFolder, cancellationToken).ConfigureAwait(false);

        // The report repeats pictures of the corpus.
        foreach (
            var picture in Directory
                .EnumerateFiles(Path.Combine(context.OutputFolder, ReportStage.PicturesFolder))
                .Where(picture => !File.Exists(Path.Combine(corpus, Path.GetFileName(picture))))
                .Order(StringComparer.Ordinal))
        {
            await run.LogArtifactAsync(picture, ResultsFolder, cancellationToken).ConfigureAwait(false);
        }
    }
}
