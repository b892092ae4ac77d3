using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Train;
using Bakeoff.Neural.Training;

namespace Bakeoff.Cli.Inputs;

/// <summary>A setting of a sweep with its metric on the validation clips.</summary>
/// <param name="Name">Name of the setting, without the seed.</param>
/// <param name="Value">Mean over the members, of each the mean over its folds of the best epoch.</param>
/// <param name="Members">Members that have the metric.</param>
internal sealed record MemberRanking(string Name, double Value, IReadOnlyList<string> Members)
{
    private static readonly (string Name, StopMetric Metric)[] Known =
    [
        ("validation_uar", StopMetric.ValidationUar),
        ("validation_accuracy", StopMetric.ValidationAccuracy),
        ("validation_loss", StopMetric.ValidationLoss),
    ];

    /// <summary>Names of the metrics to choose by, the usual one first.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. Known.Select(static known => known.Name)];

    /// <summary>Settings that have results, the best first; equal ones in the order of the sweep.</summary>
    public static IReadOnlyList<MemberRanking> Read(Workspace workspace, IReadOnlyList<SweepMember> members, string metric)
    {
        var kind = Known.Single(known => known.Name == metric).Metric;
        var settings = members
            .GroupBy(static member => member.Group, StringComparer.Ordinal)
            .Select(group =>
                (
                    group.Key,
                    Done: group
                        .Select(member => (member.Name, Value: ValueOf(workspace, member.Name, kind)))
                        .Where(static member => !double.IsNaN(member.Value))
                        .ToList()))
            .Where(static group => group.Done.Count > 0)
            .Select(static group => new MemberRanking(
                group.Key,
                group.Done.Average(static member => member.Value),
                [.. group.Done.Select(static member => member.Name)]));
        return
        [
            .. kind == StopMetric.ValidationLoss
                ? settings.OrderBy(static setting => setting.Value)
                : settings.OrderByDescending(static setting => setting.Value),
        ];
    }

    private static double ValueOf(Workspace workspace, string member, StopMetric metric)
    {
        var path = Path.Combine(workspace.ResultsFolder(member), TrainStage.HistoryFile);
        return File.Exists(path)
            ? HistoryTable
                .Read(path)
                .Average(fold => (fold.Epochs.LastOrDefault(static epoch => epoch.IsBest) ?? fold.Epochs[^1]).Value(metric))
            : double.NaN;
    }
}
