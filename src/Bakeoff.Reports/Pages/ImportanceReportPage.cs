using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes the page of what each group of features is worth.</summary>
public static class ImportanceReportPage
{
    /// <summary>Renders a report.</summary>
    /// <param name="report">The results.</param>
    /// <returns>One HTML document with LF line ends that needs no other file and no network.</returns>
    /// <remarks>Determinism: equal reports give equal text on every machine and under every culture.</remarks>
    public static string Render(ImportanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage();
        Section(page, report);
        return page.Render($"{report.Name}: groups of features", $"<h1>{HtmlPage.Name(report.Name)}: groups of features</h1>");
    }

    /// <summary>Writes the results as a section of a page.</summary>
    internal static void Section(HtmlPage page, ImportanceReport report)
    {
        page.OpenSection("importance", "Groups of features");
        foreach (var words in report.Words)
        {
            page.Raw($"<p>{HtmlPage.Name(words)}</p>");
        }

        foreach (var chart in ImportanceCharts.Create(report))
        {
            page.Figure(chart.Chart);
        }

        page.Table(
            "Groups of features",
            ["Group", "Columns", $"{report.Metric} lost", "95 % interval"],
            report.Groups.Select(row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Group), NumberText.Count(row.Columns), row.Drop.ValueText(report.IsShare),
                row.Drop.IntervalText(report.IsShare) ?? NumberText.Missing,
            ]),
            "sortable",
            new HashSet<int> { 1, 2, 3 });
        page.CloseSection();
    }
}
