using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Sessions;
using Bakeoff.Mlflow;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>What the tracked stages know about where and as what a run is recorded.</summary>
/// <param name="Store">Where runs go.</param>
/// <param name="Experiment">The experiment as resolved.</param>
/// <param name="Memory">Which run belongs to which training.</param>
/// <param name="Git">State of the project's files, or null when unknown. Asked for when a run is recorded: git takes longer than all else that a finished experiment needs.</param>
[OutsideFingerprint("records what happens; cannot change a result")]
internal sealed record TrackingContext(IMlflowStore Store, ResolvedExperiment Experiment, RunMemory Memory, Lazy<GitState?> Git)
{
    /// <summary>Run that a training becomes a child of; null for none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>MLflow's experiment: members of a sweep are recorded beside each other under their common file's name.</summary>
    public string ExperimentName => SweepNames.FileOf(Experiment.Name);
}
