using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Joins members of sweeps that differ in nothing but their seed.</summary>
internal static class SeedGroups
{
    private const string SeedKey = "seed";
    private const string EnsembleKey = "ensemble.of";

    /// <summary>Puts one experiment in the place of its members, with the mean over their seeds.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiments">Single runs.</param>
    /// <param name="notes">Receives a sentence for members that were made with different settings, which are not averaged.</param>
    /// <returns>In the order of the first members; a run of the experiment itself with the same settings gives way to them.</returns>
    public static List<ComparedExperiment> Join(Workspace workspace, IReadOnlyList<ComparedExperiment> experiments, List<string> notes)
    {
        var groups = experiments
            .Where(IsMember)
            .GroupBy(GroupName, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var (name, members) in groups.ToList())
        {
            var alike = experiments.Where(e => e.Name == name).Concat(members).ToList();
            var keys = DifferingKeys(alike).Where(key => key != SeedKey).ToList();
            if (keys.Count > 0)
            {
                groups.Remove(name);
                notes.Add(
                    $"{name}: its runs were made with different settings ({string.Join(", ", keys)}), so there is no mean over their "
                        + $"seeds. Run {CommandName.Hint("sweep", SweepNames.ExperimentOf(name))} to make them again.");
            }
        }

        var joined = groups.ToDictionary(group => group.Key, group => Join(workspace, group.Key, group.Value), StringComparer.Ordinal);
        return [.. experiments.Select(e => joined.GetValueOrDefault(IsMember(e) ? GroupName(e) : e.Name, e)).Distinct()];
    }

    /// <summary>Dotted keys whose values are not the same in all experiments, in ordinal order.</summary>
    /// <remarks>Settings of a training are those of an ensemble's members: that it has none of its own is no difference in each of them.</remarks>
    public static List<string> DifferingKeys(IReadOnlyList<ComparedExperiment> experiments) =>
        [
            .. experiments
                .SelectMany(e => e.Parameters.Keys)
                .Distinct(StringComparer.Ordinal)
                .Where(key => experiments
                    .Where(e => e.Parameters.ContainsKey(key) || !e.Parameters.ContainsKey(EnsembleKey))
                    .Select(e => e.Parameters.GetValueOrDefault(key))
                    .Distinct(StringComparer.Ordinal)
                    .Count() > 1)
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsMember(ComparedExperiment experiment) =>
        experiment.Name.Contains(SweepNames.Separator, StringComparison.Ordinal) && experiment.Parameters.ContainsKey(SeedKey);

    /// <summary>A member's name without its seed, which comes last; the whole name if it has none.</summary>
    private static string GroupName(ComparedExperiment member)
    {
        var ending = $"{SweepNames.Separator}{SeedKey}={member.Parameters[SeedKey]}";
        return member.Name.EndsWith(ending, StringComparison.Ordinal) ? member.Name[..^ending.Length] : member.Name;
    }

    private static ComparedExperiment Join(Workspace workspace, string name, List<ComparedExperiment> members)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in members[0].Parameters)
        {
            parameters[key] = key == SeedKey ? string.Join(", ", members.Select(m => m.Parameters[SeedKey])) : value;
        }

        var result = new SeedsResult(members[0].Labels, [.. members.SelectMany(m => m.Result.Runs)], members[0].Targets);
        return new ComparedExperiment(name, workspace.ResultsFolder(name), result)
        {
            Leaks = [.. members.SelectMany(m => m.Leaks).Distinct(StringComparer.Ordinal)],
            UnknownLeaks = [.. members.SelectMany(m => m.UnknownLeaks).Distinct(StringComparer.Ordinal)],
            Parameters = parameters,
            Labels = members[0].Labels,
            Targets = members[0].Targets,
            Groups = GroupBreakdown.Join([.. members.Select(static m => m.Groups)]),
            NumberGroups = GroupBreakdown.Join([.. members.Select(static m => m.NumberGroups)]),
            References = members[0].References,
            Answered = [.. members.SelectMany(static m => m.Answered)],
            Members = members,
        };
    }
}
