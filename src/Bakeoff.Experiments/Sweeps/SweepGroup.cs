namespace Bakeoff.Experiments.Sweeps;

/// <summary>Members of a sweep that differ in nothing but their seed.</summary>
/// <param name="Name">What they share, as <see cref="Configuration.Sweeps.SweepMember.Group"/> gives it.</param>
/// <param name="Members">The members, in the order of the sweep.</param>
public sealed record SweepGroup(string Name, IReadOnlyList<MemberResult> Members)
{
    /// <summary>Members that ended well.</summary>
    public int FinishedCount => Members.Count(m => m.Fault is null);

    /// <summary>Mean and standard deviation of a metric over the members that have it; null when none has.</summary>
    /// <param name="figure">Name of the metric, such as <c>test_uar</c>.</param>
    public SeedStatistic? Statistic(string figure) => SeedStatistic.Of([.. Members.Select(m => m.Figure(figure)).OfType<double>()]);
}
