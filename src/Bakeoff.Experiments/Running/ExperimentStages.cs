using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Train;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Running;

/// <summary>The list of stages. A stage becomes part of every experiment by its entry here, or by <see cref="Add"/>.</summary>
[OutsideFingerprint("lists stages; what each computes is in the stage itself")]
public static class ExperimentStages
{
    private static readonly List<StageDefinition> Added = [];

    private static readonly StageDefinition[] BuiltIn =
    [
        DownloadStage.Definition,
        IndexStage.Definition,
        ExploreStage.Definition,
        FeaturizeStage.Definition,
        SplitStage.Definition,
        TrainStage.Definition,
        EvaluateStage.Definition,
        ReportStage.Definition,
        ImportanceStage.Definition,
        StressStage.Definition,
    ];

    /// <summary>All stages in running order.</summary>
    public static IReadOnlyList<StageDefinition> All => [.. BuiltIn, .. Added];

    /// <summary>Adds a stage to every experiment that is opened from now on.</summary>
    /// <param name="definition">Its definition; the inputs are names of other stages.</param>
    public static void Add(StageDefinition definition) => Added.Add(definition);
}
