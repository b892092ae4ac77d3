using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes the page of a stress test: what it says in words, a table of all conditions, curves.</summary>
public static class StressReportPage
{
    private const string Interval = "95 % interval";

    /// <summary>Renders a report.</summary>
    /// <param name="report">The results.</param>
    /// <returns>One HTML document with LF line ends that needs no other file and no network.</returns>
    /// <remarks>Determinism: equal reports give equal text on every machine and under every culture.</remarks>
    public static string Render(StressReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage();
        Section(page, report);
        page.OpenSection("curves", "Curves");
        CorpusParts.Grid(page, StressCharts.Curves(report), "No condition has several strengths.");
        page.CloseSection();
        page.OpenSection("all", "All conditions");
        CorpusParts.Grid(page, StressCharts.Bars(report), "");
        page.CloseSection();
        return page.Render($"{report.Name}: stress test", $"<h1>{HtmlPage.Name(report.Name)}: stress test</h1>");
    }

    /// <summary>Writes words and the table of all conditions as a section of a page.</summary>
    internal static void Section(HtmlPage page, StressReport report)
    {
        page.OpenSection("conditions", "Under what it holds");
        foreach (var words in report.Words)
        {
            page.Raw($"<p>{HtmlPage.Name(words)}</p>");
        }

        Table(page, report);
        if (report.LeftOut.Count > 0)
        {
            page.Raw("<h3>Left out</h3>");
            page.Facts(report.LeftOut);
        }

        page.CloseSection();
    }

    private static void Table(HtmlPage page, StressReport report)
    {
        var hasChecks = report.Rows.Any(static row => row.Check is not null);

        // What failed is seen first, also where a narrow page hides the columns at the right.
        string[] titles = ["Condition", .. hasChecks ? ["Limits"] : Array.Empty<string>()];
        page.Table(
            "Conditions",
            [.. titles, report.Metric, Interval, "Drop", Interval, "Unchanged", Interval],
            report.Rows.Select(row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Condition), .. hasChecks ? [Check(row)] : Array.Empty<string>(),
                row.Value.ValueText(report.IsShare), row.Value.IntervalText(report.IsShare) ?? NumberText.Missing,
                row.Drop.ValueText(report.IsShare), row.Drop.IntervalText(report.IsShare) ?? NumberText.Missing,
                NumberText.Percent(row.Unchanged.Value), row.Unchanged.IntervalText(isShare: true) ?? NumberText.Missing,
            ]),
            "sortable",
            Enumerable.Range(titles.Length, 6).ToHashSet());
    }

    private static string Check(StressRow row) =>
        row.Check is null ? NumberText.Missing
        : row.IsFailed ? $"<strong>{HtmlPage.E(row.Check)}</strong>"
        : HtmlPage.E(row.Check);
}
