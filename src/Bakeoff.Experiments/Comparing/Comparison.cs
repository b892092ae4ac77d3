namespace Bakeoff.Experiments.Comparing;

/// <summary>Several experiments side by side.</summary>
/// <param name="IsLeaderboard">True if everything with results is in it, best first, instead of what was named, in that order.</param>
/// <param name="Experiments">The experiments, at least one.</param>
/// <param name="DifferingKeys">Dotted keys whose values are not the same in all of them, in ordinal order.</param>
/// <param name="Pairs">Paired differences: every pair of a few experiments, of many each with the best.</param>
/// <param name="Failures">Runs that ended early: members of a sweep without results, and those whose results are of an earlier run.</param>
/// <param name="Notes">What was left out, and why, a sentence each.</param>
public sealed record Comparison(
    bool IsLeaderboard,
    IReadOnlyList<ComparedExperiment> Experiments,
    IReadOnlyList<string> DifferingKeys,
    IReadOnlyList<ComparedPair> Pairs,
    IReadOnlyList<FailedExperiment> Failures,
    IReadOnlyList<string> Notes);
