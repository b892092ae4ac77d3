using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics by the values of a column, such as gender.</summary>
public sealed record GroupPart
{
    /// <summary>Name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>Name of the headline metric, such as <c>UAR</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>True if metrics are shares, to be written as percentages.</summary>
    public bool AreShares { get; init; } = true;

    /// <summary>The finding and what to know about it, a sentence each.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The headline metric of each group.</summary>
    public IReadOnlyList<GroupRow> Headlines { get; init; } = [];

    /// <summary>Metrics of each class or target and group.</summary>
    public IReadOnlyList<GroupRow> Details { get; init; } = [];
}

/// <summary>A metric of a group of test clips.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Metric">The metric, such as <c>recall of fear</c>.</param>
/// <param name="Value">The metric of the group.</param>
/// <param name="Gap">The value less that of all clips; not a number where none is stated.</param>
/// <param name="RandomGap">Size of the largest gap among random models; not a number where none is stated.</param>
/// <param name="Finding">What follows, in a word or two.</param>
public sealed record GroupRow(string Group, string Metric, Estimate Value, Estimate Gap, double RandomGap, string Finding)
{
    /// <summary>Number of test clips.</summary>
    public int Clips { get; init; }

    /// <summary>Number of speakers; null where unknown.</summary>
    public int? Speakers { get; init; }
}
