namespace Bakeoff.Experiments.Comparing;

/// <summary>Several experiments side by side.</summary>
/// <param name="IsLeaderboard">True if everything with results is in it instead of what was named.</param>
/// <param name="Groups">The experiments by the clips that they were tested on, at least one group.</param>
/// <param name="Failures">Runs that ended early: members of a sweep without results, and those whose results are of an earlier run.</param>
/// <param name="Notes">What was left out, and why, a sentence each.</param>
public sealed record Comparison(
    bool IsLeaderboard,
    IReadOnlyList<ComparisonGroup> Groups,
    IReadOnlyList<FailedExperiment> Failures,
    IReadOnlyList<string> Notes)
{
    /// <summary>The experiments of all groups, at least one.</summary>
    public IReadOnlyList<ComparedExperiment> Experiments { get; } = [.. Groups.SelectMany(static group => group.Experiments)];

    /// <summary>Dotted keys whose values are not the same in all experiments, in ordinal order.</summary>
    public IReadOnlyList<string> DifferingKeys { get; } = SeedGroups.DifferingKeys([.. Groups.SelectMany(static group => group.Experiments)]);
}
