using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Train;

namespace Bakeoff.Cli.Inputs;

/// <summary>A setting of a sweep with its metric on the validation clips.</summary>
/// <param name="Name">Name of the setting, without the seed.</param>
/// <param name="Value">Mean over the members.</param>
/// <param name="Members">Members that have the metric.</param>
internal sealed record MemberRanking(string Name, double Value, IReadOnlyList<SweepMember> Members)
{
    /// <summary>Settings that have results, the best first; equal ones in the order of the sweep.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="members">The members of the sweep.</param>
    /// <param name="metric">A metric that <see cref="ValidationFigures.Read"/> gives.</param>
    /// <param name="isLoss">True if the lowest is the best.</param>
    public static IReadOnlyList<MemberRanking> Read(Workspace workspace, IReadOnlyList<SweepMember> members, string metric, bool isLoss)
    {
        var settings = members
            .GroupBy(static member => member.Group, StringComparer.Ordinal)
            .Select(group =>
                (
                    group.Key,
                    Done: group
                        .Select(member => (Member: member, Value: ValueOf(workspace, member.Name, metric)))
                        .Where(static member => !double.IsNaN(member.Value))
                        .ToList()))
            .Where(static group => group.Done.Count > 0)
            .Select(static group => new MemberRanking(
                group.Key,
                group.Done.Average(static member => member.Value),
                [.. group.Done.Select(static member => member.Member)]));
        return [.. settings.OrderBy(setting => isLoss ? setting.Value : -setting.Value)];
    }

    private static double ValueOf(Workspace workspace, string member, string metric) =>
        ValidationFigures
            .Read(workspace.ResultsFolder(member))
            .Where(figure => figure.Name == metric)
            .Select(static figure => figure.Value)
            .FirstOrDefault(double.NaN);
}
