namespace Bakeoff.Experiments.Sweeps;

/// <summary>Outcome of a sweep.</summary>
/// <param name="Name">Name of the experiment with the sweep.</param>
/// <param name="Members">All members, in the order of the sweep.</param>
public sealed record SweepResult(string Name, IReadOnlyList<MemberResult> Members)
{
    /// <summary>Metrics that the tables show, the headline first.</summary>
    public static IReadOnlyList<(string Name, string Title)> Figures { get; } =
    [("test_uar", "UAR"), ("test_accuracy", "accuracy"), ("test_macro_f1", "macro F1")];

    /// <summary>Members by what they share, in the order of the sweep.</summary>
    public IReadOnlyList<SweepGroup> Groups { get; } =
    [.. Members.GroupBy(m => m.Member.Group, StringComparer.Ordinal).Select(g => new SweepGroup(g.Key, [.. g]))];

    /// <summary>Members that failed.</summary>
    public IReadOnlyList<MemberResult> Failures { get; } = [.. Members.Where(m => m.Fault is not null)];
}
