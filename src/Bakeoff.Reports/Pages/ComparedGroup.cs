namespace Bakeoff.Reports.Pages;

/// <summary>Runs that were tested on the same clips.</summary>
public sealed record ComparedGroup
{
    /// <summary>The corpus and its clips, such as <c>quickstart, 280 test clips</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Order of the runs, such as <c>best validation UAR first</c>; empty for a single run.</summary>
    public string Order { get; init; } = "";

    /// <summary>The runs, in the order to be shown.</summary>
    public IReadOnlyList<ComparedRun> Runs { get; init; } = [];

    /// <summary>Baselines on the same clips, and figures that others published.</summary>
    public IReadOnlyList<ReferenceRow> Beside { get; init; } = [];

    /// <summary>Paired differences; empty when none were computed.</summary>
    public IReadOnlyList<PairedDifference> Differences { get; init; } = [];

    /// <summary>The meaning of the findings on the differences; empty when there are none.</summary>
    public string DifferenceRule { get; init; } = "";

    /// <summary>A sentence on what the differences allow to say; empty when there are none.</summary>
    public string Claim { get; init; } = "";
}
