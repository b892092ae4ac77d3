using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Adds the test metrics, the predictions and the note with the headline metric to the run of the training.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedEvaluateStage(IStage inner, TrackingContext tracking) : TrackedStage(inner, tracking)
{
    private const string TableFile = "predictions.json";

    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        var document = MetricsDocument.Read(Path.Combine(context.OutputFolder, EvaluateStage.MetricsFile));

        // One point at step 0 is drawn as a bar, which is the right form for a metric with a single value.
        run.LogMetrics(MetricKeys.Of(document.Result), step: 0);
        var folds = MetricKeys.OfFolds(document.Result).ToList();
        if (folds.Count > 1)
        {
            await RecordFoldsAsync(context, folds, cancellationToken).ConfigureAwait(false);
        }

        run.SetTag(MlflowTags.Note, RunNote.AfterEvaluation(context, Tracking.Experiment, document.Result));
        run.SetTag(RunNote.LeaksTag, document.Leakage ?? RunNote.NotAudited);
        foreach (
            var file in new[]
            {
                EvaluateStage.MetricsFile,
                EvaluateStage.AuditFile,
                EvaluateStage.PredictionsFile,
                EvaluateStage.ConfusionFile,
            }
                .Select(name => Path.Combine(context.OutputFolder, name))
                .Where(File.Exists))
        {
            await run.LogArtifactAsync(file, folder: null, cancellationToken).ConfigureAwait(false);
        }

        // Once more as MLflow's own kind of table, which its pages sort, filter and compare between runs.
        var (columns, rows) = PredictionColumns.Read(Path.Combine(context.OutputFolder, EvaluateStage.PredictionsFile));
        await run.LogTableAsync(columns, rows, TableFile, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task AfterwardsAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        if (
            await ModelRegistrar
                .RegisterAsync(Tracking, context.Input(StageNames.Train), cancellationToken)
                .ConfigureAwait(false) is
            { } outcome)
        {
            Tracking.Server.Note(outcome.Reason);
        }
    }

    private async Task RecordFoldsAsync(
        StageContext context,
        IReadOnlyList<(string Fold, IEnumerable<KeyValuePair<string, double>> Metrics)> folds,
        CancellationToken cancellationToken)
    {
        var training = context.Input(StageNames.Train).Record.Fingerprint;
        foreach (var (fold, metrics) in folds)
        {
            var key = RunMemory.FoldKey(training, fold);
            if (await Tracking.TryAddAsync(key, cancellationToken).ConfigureAwait(false) is not { } run)
            {
                continue;
            }

            await using (run.ConfigureAwait(false))
            {
                run.LogMetrics(metrics, step: 0);
                Tracking.Server.Learn(Tracking.Store, await run.CompleteAsync().ConfigureAwait(false));
            }
        }
    }
}
