using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Everything that the page of feature groups shows.</summary>
public sealed record ImportanceReport
{
    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the metric, such as <c>UAR</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>True for a metric that is a share, written as a percentage.</summary>
    public required bool IsShare { get; init; }

    /// <summary>The results in sentences.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The groups, the most important first.</summary>
    public IReadOnlyList<ImportanceRow> Groups { get; init; } = [];
}

/// <summary>Worth of a group of features.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Columns">Number of its columns.</param>
/// <param name="Drop">The metric lost where it is shuffled.</param>
public sealed record ImportanceRow(string Group, int Columns, Estimate Drop);
