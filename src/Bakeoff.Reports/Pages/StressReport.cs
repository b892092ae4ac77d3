using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Everything that the page of a stress test shows.</summary>
public sealed record StressReport
{
    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the metric, such as <c>UAR</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>True for a metric that is a share, written as a percentage.</summary>
    public required bool IsShare { get; init; }

    /// <summary>The metric for the recordings as they are.</summary>
    public required double Before { get; init; }

    /// <summary>The result in sentences, the most important first.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The conditions in the order to be shown.</summary>
    public IReadOnlyList<StressRow> Rows { get; init; } = [];

    /// <summary>Conditions that were left out, with the reason.</summary>
    public IReadOnlyList<Fact> LeftOut { get; init; } = [];
}

/// <summary>Results under one condition.</summary>
/// <param name="Condition">Name of the condition.</param>
/// <param name="Value">The metric under the condition.</param>
/// <param name="Drop">The metric for the recordings as they are minus <paramref name="Value"/>.</param>
/// <param name="Unchanged">Share of the predictions that stay as they are.</param>
public sealed record StressRow(string Condition, Estimate Value, Estimate Drop, Estimate Unchanged)
{
    /// <summary>Conditions of the same name are points of one curve.</summary>
    public string Curve { get; init; } = "";

    /// <summary>Unit of <see cref="At"/>; empty where there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Place on the curve.</summary>
    public double At { get; init; }

    /// <summary>State of the limits in words; null where it has none.</summary>
    public string? Check { get; init; }

    /// <summary>True if a limit does not hold.</summary>
    public bool IsFailed { get; init; }
}
