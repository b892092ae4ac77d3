namespace Bakeoff.Reports.Charts;

/// <summary>The numbers of a chart as text, for readers who cannot see it and for those who want the values.</summary>
/// <param name="Columns">Column headings; the first column heads the rows.</param>
/// <param name="Rows">One text per column.</param>
public sealed record NumberTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
