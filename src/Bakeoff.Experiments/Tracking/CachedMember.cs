using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Records a member of a sweep that was computed before: a child run with its figures, which says where the rest is.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class CachedMember
{
    private const string OriginTag = "bakeoff.computed_in";

    /// <summary>
    /// Makes the member a child of the sweep's run, unless it is one. A server that was silent when the sweep began is not waited for once
    /// more for each member: the sweep makes up for it when it is next run.
    /// </summary>
    /// <param name="tracking">The store, the member and the sweep's run.</param>
    /// <param name="stages">The member's stages; nothing is recorded unless it is trained, no test figure unless it is evaluated.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public static async Task RecordAsync(TrackingContext tracking, IReadOnlyList<StageStatus> stages, CancellationToken cancellationToken)
    {
        if (
            tracking.Parent is not { RunId: not null } parent
            || Find(stages, StageNames.Index) is not { } index
            || Find(stages, StageNames.Train) is not { } training
            || IsRecorded(tracking, stages))
        {
            return;
        }

        var fingerprint = training.Record.Fingerprint;
        var key = RunMemory.ChildKey(parent, tracking.Experiment.Name, fingerprint);
        var document = Find(stages, StageNames.Evaluate) is { } evaluation
            ? MetricsDocument.Read(Path.Combine(evaluation.Folder, EvaluateStage.MetricsFile))
            : null;
        var leaks = document?.Leakage ?? RunNote.NotAudited;
        var origin = await DescribeOriginAsync(tracking, fingerprint, cancellationToken).ConfigureAwait(false);
        var stage = stages.First(static s => s.Stage.Name == StageNames.Train).Stage;
        var git = await tracking.Git.Value.ConfigureAwait(false);
        var plain = TrainingRun.Options(tracking, stage, fingerprint, git);
        var options = plain with
        {
            Tags = [.. plain.Tags, new(OriginTag, origin.Tag), new(RunNote.LeaksTag, leaks)],
            Note = document is null
                ? origin.Note
                : $"{origin.Note}\n\n{RunNote.Headline(document.Result)}\n\n**Leaks:** {leaks}\n\n{RunNote.Figures(document.Result)}",
        };
        var run = await tracking.StartAsync(key, options, cancellationToken).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            run.LogParameters(RunParameters.Of(tracking.Experiment, tracking.Ffmpeg));
            run.LogInput(TrainingRun.Describe(index), "training");
            var history = Path.Combine(training.Folder, TrainStage.HistoryFile);
            if (File.Exists(history) && HistoryTable.Read(history) is [var only])
            {
                TrainingRecorder.LogHistory(run, only.Epochs);
            }

            if (document is not null)
            {
                run.LogMetrics(MetricKeys.Of(document.Result), step: 0);
            }

            tracking.Server.Learn(tracking.Store, await run.CompleteAsync().ConfigureAwait(false));
        }
    }

    /// <summary>True if the member is a child of the sweep's run.</summary>
    public static bool IsRecorded(TrackingContext tracking, IReadOnlyList<StageStatus> stages) =>
        tracking.Parent is { } parent
        && Find(stages, StageNames.Train) is { Record.Fingerprint: var fingerprint }
        && tracking.Memory.Find(RunMemory.ChildKey(parent, tracking.Experiment.Name, fingerprint), tracking.Store.TrackingUri) is not null;

    private static StoreEntry? Find(IReadOnlyList<StageStatus> stages, string name) =>
        stages.FirstOrDefault(s => s.Stage.Name == name)?.Entry;

    private static async Task<(string Tag, string Note)> DescribeOriginAsync(
        TrackingContext tracking,
        string fingerprint,
        CancellationToken cancellationToken)
    {
        const string Unrecorded = "a run that is not recorded here";
        if (tracking.Memory.Find(fingerprint, tracking.Store.TrackingUri) is not { RunId: { } id } || !tracking.Server.IsAnswering)
        {
            return (Unrecorded, $"Computed before, in {Unrecorded}.");
        }

        try
        {
            var run = await tracking.Store.GetRunAsync(id, cancellationToken).ConfigureAwait(false);
            var address = $"#/experiments/{run.Info.ExperimentId}/runs/{id}";
            return (id, $"Computed before, in the run [{run.Info.Name}]({address}), which has the model, the predictions and the report.");
        }
        catch (MlflowException exception) when (exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist || exception.IsTransient)
        {
            return (id, $"Computed before, in the run {id}.");
        }
    }
}
