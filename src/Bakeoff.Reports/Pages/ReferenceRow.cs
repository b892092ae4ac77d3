namespace Bakeoff.Reports.Pages;

/// <summary>A figure that stands beside those of a system: a baseline, a rater, or what others published.</summary>
/// <param name="What">Its origin, such as <c>chance</c> or <c>published</c>.</param>
/// <param name="Metric">Name of the metric, such as <c>uar</c>.</param>
/// <param name="Value">The figure.</param>
/// <param name="Protocol">How it was obtained.</param>
/// <param name="Source">Where it was published; null for what was computed here.</param>
public sealed record ReferenceRow(string What, string Metric, double Value, string Protocol, string? Source = null);
