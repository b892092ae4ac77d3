using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Wraps the stages whose results are recorded in MLflow.</summary>
[OutsideFingerprint("records what a stage did; the fingerprint is the inner stage's")]
internal static class TrackedStages
{
    /// <summary>The stage with its recording around it, or the stage itself where nothing of it is recorded.</summary>
    public static IStage Wrap(IStage stage, TrackingContext tracking, TrainingRecorder recorder) => stage.Name switch
    {
        StageNames.Train => new TrackedTrainStage(stage, tracking, recorder),
        StageNames.Evaluate => new TrackedEvaluateStage(stage, tracking),
        StageNames.Importance => new TrackedResultStage(stage, tracking)
        {
            Metrics = static path => MetricKeys.Of(ImportanceDocument.Read(path)),
            ResultsFile = ImportanceStage.ResultsFile,
            PageFile = ImportanceStage.PageFile,
        },
        StageNames.Stress => new TrackedResultStage(stage, tracking)
        {
            Metrics = static path => MetricKeys.Of(StressDocument.Read(path)),
            ResultsFile = StressStage.ResultsFile,
            PageFile = StressStage.PageFile,
        },
        StageNames.Report => new TrackedReportStage(stage, tracking),
        _ => stage,
    };
}
