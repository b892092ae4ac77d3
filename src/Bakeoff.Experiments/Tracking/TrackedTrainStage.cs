using System.Text.Json;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// Records a training as one MLflow run: parameters, tags and data set at the start, metrics of each epoch, the model's files at the end.
/// </summary>
/// <remarks>Where there are several folds, each is a child run with its epochs, and the parent has what they have in common.</remarks>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal sealed class TrackedTrainStage(IStage inner, TrackingContext tracking, TrainingRecorder recorder) : TrackedStage(inner, tracking)
{
    private static readonly TimeSpan SystemMetricsInterval = TimeSpan.FromSeconds(10);
    private bool _isResumed;

    /// <inheritdoc/>
    protected override async Task<ActiveRun?> OpenAsync(StageContext context, CancellationToken cancellationToken)
    {
        // What killed processes left open is closed first; a tracking server that does not answer must not hold a training up.
        foreach (var broken in await Tracking.RecoverAsync(cancellationToken).ConfigureAwait(false))
        {
            Tell(context, $"MLflow: left out: {broken}");
        }

        var options = Options(context, await Tracking.Git.Value.ConfigureAwait(false));

        // An interrupted training that continues from its checkpoint continues in its run.
        _isResumed = Directory.Exists(context.ScratchFolder);
        var interrupted = _isResumed
            ? await Tracking.TryContinueAsync(context.Fingerprint, options, cancellationToken).ConfigureAwait(false)
            : null;
        var run = interrupted ?? await Tracking.StartAsync(context.Fingerprint, options, cancellationToken).ConfigureAwait(false);
        run.LogParameters(Tracking.Experiment.Parameters.Select(p => KeyValuePair.Create(p.Key, p.Value)));
        run.LogInput(Describe(context), "training");
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

        await run.LogTextAsync(Tracking.Experiment.ToYaml(), "experiment.yaml", cancellationToken).ConfigureAwait(false);
        var history = Path.Combine(context.OutputFolder, TrainStage.HistoryFile);
        if (_isResumed && File.Exists(history))
        {
            await recorder.FillGapsAsync(HistoryTable.Read(history), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task<RunEnd> CompleteAsync(ActiveRun run)
    {
        await recorder.CompleteFoldAsync().ConfigureAwait(false);
        return await run.CompleteAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task FailAsync(ActiveRun run, Exception fault)
    {
        await recorder.FailFoldAsync(fault).ConfigureAwait(false);
        await run.FailAsync(fault).ConfigureAwait(false);
    }

    private RunOptions Options(StageContext context, GitState? git) =>
        new()
        {
            ExperimentName = Tracking.ExperimentName,
            ExperimentTags = ExperimentNote.Tags(Tracking.Experiment),
            RunName = $"{Tracking.Experiment.Name} {context.Fingerprint[..8]}",
            ParentRunId = Tracking.Parent?.RunId,
            ParentClientKey = Tracking.Parent?.ClientKey,
            SourceName = $"experiments/{Tracking.ExperimentName}.yaml",
            Note = RunNote.BeforeTraining(context, Tracking.Experiment),
            Tags = Tags(context.Fingerprint, git),
            SystemMetricsInterval = Tracking.Experiment.Options.Tracking.SystemMetrics ? SystemMetricsInterval : null,

            // Ctrl-C and SIGTERM cancel the stage first; the run ends when the stage has, so that nothing is logged after its end.
            EndOnSignals = false,
        };

    private List<KeyValuePair<string, string>> Tags(string fingerprint, GitState? git)
    {
        var tags = new List<KeyValuePair<string, string>> { new("bakeoff.fingerprint", fingerprint) };
        if (Parameters.TryGetValue(ChosenEngine.VersionKey, out var version))
        {
            tags.Add(new("bakeoff.engine", $"{Parameters[ChosenEngine.NameKey]} {version} on {Parameters[ChosenEngine.DeviceKey]}"));
        }

        if (TransductiveNote.Describe(Tracking.Experiment.Options.Normalization) is { } note)
        {
            tags.Add(new("bakeoff.transductive", note));
        }

        if (git is not null)
        {
            tags.Add(new(MlflowTags.GitCommit, git.Commit));
            tags.Add(new(MlflowTags.GitBranch, git.Branch));
            tags.Add(new(MlflowTags.GitDirty, git.IsDirty ? "true" : "false"));
        }

        return tags;
    }

    private static Dataset Describe(StageContext context)
    {
        var index = context.Input(StageNames.Index);
        var audit = IndexReport.Read(Path.Combine(index.Folder, IndexStage.ReportFile));
        return new Dataset
        {
            Name = audit.Dataset,
            Digest = index.Record.ComputeOutputDigest()[..32],
            SourceType = audit.IsSynthetic ? "code" : "local",
            Source = JsonSerializer.Serialize(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["uri"] = $"experiments/datasets/{audit.Dataset}.yaml" }),
            Profile = JsonSerializer.Serialize(
                new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["num_clips"] = audit.Clips,
                    ["num_seconds"] = audit.Seconds,
                    ["num_speakers"] = audit.Speakers.Count,
                }),
        };
    }
}
