using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Charts;

/// <summary>One bar of a chart of metrics with intervals.</summary>
/// <param name="Name">Class or speaker.</param>
/// <param name="Value">Metric between 0 and 1 with its interval; not a number where there was nothing to measure. Below 0, there is no
/// bar.</param>
/// <param name="Clips">Number of clips it rests on; null where that is not known.</param>
public sealed record FigureBar(string Name, Estimate Value, long? Clips)
{
    /// <summary>True for shares, written as percentages; false for numbers such as CCC. Default true.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>A number of this kind of metric as text.</summary>
    internal string TextOf(double value) => IsShare ? NumberText.Percent(value) : NumberText.Short(value, 3);
}
