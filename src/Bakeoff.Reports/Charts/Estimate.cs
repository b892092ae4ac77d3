using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Charts;

/// <summary>A metric's value with its 95 % interval.</summary>
/// <param name="Value">The value; not a number where it could not be measured.</param>
/// <param name="Low">Lower end of the interval; null for none.</param>
/// <param name="High">Upper end of the interval; null for none.</param>
public sealed record Estimate(double Value, double? Low = null, double? High = null)
{
    /// <summary>The value for readers: a percentage, or a number with few digits.</summary>
    internal string ValueText(bool isShare) => isShare ? NumberText.Percent(Value) : NumberText.Short(Value);

    /// <summary>The interval for readers, such as <c>95.5 % to 99.1 %</c>; null when an end is not known.</summary>
    internal string? IntervalText(bool isShare) => NumberText.Interval(Low, High, isShare);
}
