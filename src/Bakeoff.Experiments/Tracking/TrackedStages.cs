using Bakeoff.Experiments.Stages;
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
        StageNames.Importance => new TrackedImportanceStage(stage, tracking),
        StageNames.Stress => new TrackedStressStage(stage, tracking),
        StageNames.Report => new TrackedReportStage(stage, tracking),
        _ => stage,
    };
}
