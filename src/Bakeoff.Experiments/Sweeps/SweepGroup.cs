using System.Globalization;
using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Members of a sweep that differ in nothing but their seed.</summary>
/// <param name="Name">What they share, as <see cref="Configuration.Sweeps.SweepMember.Group"/> gives it.</param>
/// <param name="Members">The members, in the order of the sweep.</param>
public sealed record SweepGroup(string Name, IReadOnlyList<MemberResult> Members)
{
    /// <summary>The name for people to read, as <see cref="Configuration.Sweeps.SweepMember.GroupLabel"/> gives it.</summary>
    public string Label => Members[0].Member.GroupLabel;

    /// <summary>Members that ended well.</summary>
    public int FinishedCount => Members.Count(m => m.Fault is null);

    /// <summary>Metrics over the seeds of the members that ended well; null when none did.</summary>
    public SeedsResult? Seeds { get; } = Measure(Members);

    /// <summary>
    /// A metric over the seeds in words; its mean alone where the members are trained and not tested; <c>-</c> where none has it.
    /// </summary>
    /// <param name="figure">Name of the metric.</param>
    public string Text(string figure) =>
        Seeds?.Text(figure)
        ?? (Mean(figure) is { } mean ? mean.ToString("0.000", CultureInfo.InvariantCulture) : "-");

    /// <summary>Mean of a metric over the members; null where one lacks it.</summary>
    /// <param name="figure">Name of the metric.</param>
    public double? Mean(string figure) =>
        Members.All(member => member.Figure(figure) is not null) ? Members.Average(member => member.Figure(figure)) : null;

    private static SeedsResult? Measure(IReadOnlyList<MemberResult> members)
    {
        var finished = members.Where(m => m.Result is { Metrics.Count: > 0 }).Select(m => (Member: m, Table: m.ReadPredictions())).ToList();
        return finished.Count == 0
            ? null
            : new SeedsResult(
                finished[0].Table.Labels,
                [
                    .. finished.Select(f => new SeedRun(
                        f.Member.Member.Experiment.Options.Seed.ToString(CultureInfo.InvariantCulture),
                        f.Member.Figures,
                        f.Table.Predictions)),
                ],
                finished[0].Table.Targets);
    }
}
