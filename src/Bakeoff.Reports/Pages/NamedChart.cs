using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>A chart with the name of the file it is written to.</summary>
/// <param name="FileName">Plain file name such as <c>loss.svg</c>: lower-case letters, digits and hyphens; unique within a report.</param>
/// <param name="Chart">The chart; <see cref="Chart.ToSvg"/> gives the content of the file.</param>
public sealed record NamedChart(string FileName, Chart Chart);
