using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Models.Storage;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// Records a training as one MLflow run: parameters, tags and data set at the start, metrics of each epoch, the model's files at the end.
/// </summary>
/// <remarks>
/// Where there are several folds, each is a child run with its epochs, and the parent has what they have in common and the means of what was
/// validated.
/// </remarks>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedTrainStage(IStage inner, TrackingContext tracking, TrainingRecorder recorder) : TrackedStage(inner, tracking)
{
    private static readonly TimeSpan SystemMetricsInterval = TimeSpan.FromSeconds(10);

    /// <summary>Trainings that end sooner have no use for charts of the processor.</summary>
    private static readonly TimeSpan ShortTraining = TimeSpan.FromMinutes(1);

    private bool _isResumed;

    /// <inheritdoc/>
    protected override async Task<ActiveRun?> OpenAsync(StageContext context, CancellationToken cancellationToken)
    {
        // What killed processes left open is closed first.
        await Tracking.Server.RecoverAsync(Tracking.Store, cancellationToken).ConfigureAwait(false);
        var options = TrainingRun.Options(Tracking, this, context.Fingerprint, await Tracking.Git.Value.ConfigureAwait(false)) with
        {
            Note = RunNote.BeforeTraining(context, Tracking.Experiment),
            SystemMetricsInterval = Tracking.Experiment.Options.Tracking.SystemMetrics == false ? null : SystemMetricsInterval,
            SystemMetricsStart = Tracking.Experiment.Options.Tracking.SystemMetrics == true ? TimeSpan.Zero : ShortTraining,
        };

        // An interrupted training that continues from its checkpoint continues in its run.
        _isResumed = Directory.Exists(context.ScratchFolder);
        var interrupted = _isResumed
            ? await Tracking.TryContinueAsync(context.Fingerprint, options, cancellationToken).ConfigureAwait(false)
            : null;
        var run = interrupted ?? await Tracking.StartTrainingAsync(context.Fingerprint, options, cancellationToken).ConfigureAwait(false);
        run.LogParameters(RunParameters.Of(Tracking.Experiment, Tracking.Ffmpeg));
        run.LogInput(TrainingRun.Describe(context.Input(StageNames.Index)), "training");
        recorder.Begin(run, Tracking, context.Fingerprint, _isResumed);
        return run;
    }

    /// <inheritdoc/>
    protected override async Task RecordAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.OutputFolder, ModelFolders.Name);
        await run.LogArtifactAsync(folder, ModelFolders.Name, cancellationToken).ConfigureAwait(false);
        foreach (
            var table in new[] { TrainStage.HistoryFile, TrainStage.CandidatesFile }
                .Select(file => Path.Combine(context.OutputFolder, file))
                .Where(File.Exists))
        {
            await run.LogArtifactAsync(table, folder: null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, value) in ValidationFigures.ReadMeans(context.OutputFolder))
        {
            run.LogMetric(MetricKeys.Of(MetricOf(name)), value, step: 0);
        }

        await run.LogTextAsync(Tracking.Experiment.ToYaml(), "experiment.yaml", cancellationToken).ConfigureAwait(false);
        var history = Path.Combine(context.OutputFolder, TrainStage.HistoryFile);
        if (_isResumed && File.Exists(history))
        {
            await recorder.FillGapsAsync(HistoryTable.Read(history), cancellationToken).ConfigureAwait(false);
        }
    }

    // Of classifiers, the metric of the chosen candidate has a name of its own.
    private static string MetricOf(string figure) => figure is ValidationFigures.InnerUar or ValidationFigures.InnerCcc ? $"chosen_{figure}" : figure;

    /// <inheritdoc/>
    protected override async Task<RunEnd> CompleteAsync(ActiveRun run)
    {
        await recorder.CompleteAsync().ConfigureAwait(false);
        return await run.CompleteAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task AfterwardsAsync(ActiveRun run, StageContext context, CancellationToken cancellationToken)
    {
        // A sweep tells the address of its own run.
        if (run.PageUrl is { } page && Tracking.Parent is null)
        {
            Tracking.Server.Note($"MLflow run: {page}");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task FailAsync(ActiveRun run, Exception fault)
    {
        await recorder.FailFoldAsync(fault).ConfigureAwait(false);
        await run.FailAsync(fault).ConfigureAwait(false);
    }
}
