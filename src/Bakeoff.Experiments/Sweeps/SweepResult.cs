using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Outcome of a sweep.</summary>
/// <param name="Name">Name of the experiment with the sweep.</param>
/// <param name="Members">All members, in the order of the sweep.</param>
public sealed record SweepResult(string Name, IReadOnlyList<MemberResult> Members)
{
    /// <summary>Metrics that the tables show: the shares that any member has.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; } =
    [
        .. ComparedFigure.All.Where(figure => !figure.IsLoss && Members.Any(member => member.Figure(figure.Name) is not null)),
    ];

    /// <summary>Members by what they share, in the order of the sweep.</summary>
    public IReadOnlyList<SweepGroup> Groups { get; } =
    [.. Members.GroupBy(m => m.Member.Group, StringComparer.Ordinal).Select(g => new SweepGroup(g.Key, [.. g]))];

    /// <summary>The groups as a matrix of corpora; null for a sweep over other keys.</summary>
    public CrossMatrix? Cross { get; init; }

    /// <summary>The outcome of a search; null for a sweep whose members were all known.</summary>
    public SearchResult? Search { get; init; }

    /// <summary>The sweep with a choice for each fold; null where a single fold, or nothing to choose among, is there.</summary>
    public NestedResult? Nested { get; init; }

    /// <summary>Paths of the tables of the sweep in its folder of results.</summary>
    public IReadOnlyList<string> TablesIn(string folder) =>
        [
            Path.Combine(folder, SweepTable.File),
            .. Cross is null ? Array.Empty<string>() : [Path.Combine(folder, CrossTable.File)],
            .. Nested is null ? Array.Empty<string>() : [Path.Combine(folder, NestedTable.File)],
        ];

    /// <summary>Members that failed.</summary>
    public IReadOnlyList<MemberResult> Failures { get; } = [.. Members.Where(m => m.Fault is not null)];
}
