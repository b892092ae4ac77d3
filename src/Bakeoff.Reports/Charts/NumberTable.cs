using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Charts;

/// <summary>The numbers of a chart as text, for readers who cannot see it and for those who want the values.</summary>
/// <param name="Columns">Column headings; the first column heads the rows.</param>
/// <param name="Rows">One text per column.</param>
public sealed record NumberTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Most rows of a table that a page shows: a page of a million texts would open nowhere.</summary>
    public const int MostRowsShown = 1000;

    /// <summary>The rows of a table that a page shows, for notes: <c>all</c>, or <c>the first 1,000</c>.</summary>
    internal static string Shown(int rows) => rows <= MostRowsShown ? "all" : $"the first {NumberText.Count(MostRowsShown)}";
}
