using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>One experiment out of a sweep.</summary>
/// <param name="Number">Position in the sweep, from 1.</param>
/// <param name="Name">Unique and deterministic, fit for a folder: <c>lstm-sweep+n_mfcc=13+seed=2</c>.</param>
/// <param name="Group">The name without the seed: members of one group differ in nothing else, and metrics are averaged over them.</param>
/// <param name="Changes">
/// Dotted keys that the sweep sets, with canonical values, in the order of the file; the seed last where <c>seeds</c> is given.
/// </param>
/// <param name="Experiment">The member, resolved; its name is <paramref name="Name"/>.</param>
public sealed record SweepMember(
    int Number,
    string Name,
    string Group,
    IReadOnlyList<KeyValuePair<string, string>> Changes,
    ResolvedExperiment Experiment)
{
    /// <summary>The values of the group alone: <c>n_mfcc=13</c>; <c>all seeds</c> where members differ in nothing else.</summary>
    public required string GroupLabel { get; init; }

    /// <summary>
    /// The name that people type: <c>lstm-sweep+3</c>. It holds as long as the file names the same values before it; <see cref="Name"/>
    /// always does.
    /// </summary>
    public string ShortName => Changes.Count == 0 ? Name : SweepNames.Number(SweepNames.ExperimentOf(Name), Number);
}
