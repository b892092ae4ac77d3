namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>One experiment out of a sweep.</summary>
/// <param name="Name">Unique and deterministic, fit for a folder: <c>lstm-sweep+n_mfcc=13+seed=2</c>.</param>
/// <param name="Group">The name without the seed: members of one group differ in nothing else, and metrics are averaged over them.</param>
/// <param name="Changes">
/// Dotted keys that the sweep sets, with canonical values, in the order of the file; the seed last where <c>seeds</c> is given.
/// </param>
/// <param name="Experiment">The member, resolved; its name is <paramref name="Name"/>.</param>
public sealed record SweepMember(
    string Name,
    string Group,
    IReadOnlyList<KeyValuePair<string, string>> Changes,
    ResolvedExperiment Experiment)
{
    /// <summary>The values of the group alone: <c>n_mfcc=13</c>; <c>all seeds</c> where members differ in nothing else.</summary>
    public required string GroupLabel { get; init; }
}
