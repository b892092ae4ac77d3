namespace Bakeoff.Experiments.Reproduction;

/// <summary>Comparison of an experiment with its pin.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Stages">All pinned stages, inputs first.</param>
/// <param name="Metrics">All metrics in ordinal order of their names; empty when nothing was run.</param>
/// <param name="Versions">Tools and packages of another version than pinned, a line each. They explain differences and are none.</param>
/// <param name="Folder">Where the results of the run were left; null when they were removed or nothing was run.</param>
public sealed record ReproductionResult(
    string Experiment,
    IReadOnlyList<StageComparison> Stages,
    IReadOnlyList<MetricChange> Metrics,
    IReadOnlyList<string> Versions,
    string? Folder)
{
    /// <summary>True if every output of every stage has the pinned bits.</summary>
    public bool IsIdentical => Stages.All(s => s.IsIdentical);

    /// <summary>True if parameters, sources and code are as pinned.</summary>
    public bool IsUnchanged => Stages.All(s => s.IsUnchanged);

    /// <summary>
    /// The first stage that left other bits; what follows it differs for that reason alone, as a rule. Null when all are identical.
    /// </summary>
    public StageComparison? FirstDifferent => Stages.FirstOrDefault(s => !s.IsIdentical);
}
