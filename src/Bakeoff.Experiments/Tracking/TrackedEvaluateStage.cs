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
        var (labels, predictions) = PredictionTable.Read(Path.Combine(context.OutputFolder, EvaluateStage.PredictionsFile));
        var document = MetricsDocument.Read(Path.Combine(context.OutputFolder, EvaluateStage.MetricsFile));

        // One point at step 0 is drawn as a bar, which is the right form for a metric with a single value.
        run.LogMetrics(document.Result.Scalars().Select(s => KeyValuePair.Create(MetricKey(s.Name), s.Value)), step: 0);
        run.SetTag(MlflowTags.Note, RunNote.AfterEvaluation(context, Tracking.Experiment, document.Result));
        run.SetTag("bakeoff.leaks", document.Leakage ?? "not audited");
        foreach (
            var file in new[]
            {
                EvaluateStage.MetricsFile,
                EvaluateStage.AuditFile,
                EvaluateStage.PredictionsFile,
                EvaluateStage.ConfusionFile,
            })
        {
            await run.LogArtifactAsync(Path.Combine(context.OutputFolder, file), folder: null, cancellationToken).ConfigureAwait(false);
        }

        // Once more as MLflow's own kind of table, which its pages sort, filter and compare between runs.
        var (columns, rows) = PredictionColumns.Of(labels, predictions);
        await run.LogTableAsync(columns, rows, TableFile, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task AfterwardsAsync(StageContext context, CancellationToken cancellationToken)
    {
        if (
            await ModelRegistrar
                .RegisterAsync(Tracking, context.Input(StageNames.Train).Record.Fingerprint, cancellationToken)
                .ConfigureAwait(false) is
            { } outcome)
        {
            Tell(context, outcome.Reason);
        }
    }

    /// <summary>Fold names are speakers' names, which may hold characters that MLflow refuses in keys.</summary>
    private static string MetricKey(string name) =>
        string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
}
