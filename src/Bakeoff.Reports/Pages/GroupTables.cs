using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes test metrics by the values of columns.</summary>
internal static class GroupTables
{
    private const string Meaning =
        "<p>A gap is the metric of the group less that of all test clips, every class (of numbers, every quarter of the true ones) "
            + "weighing the same. The largest random gap is the largest of 1,000 models that deal the same predictions to the clips at "
            + "random: about the 99.9 % quantile of what chance does in groups of these sizes. It knows nothing of speakers; the interval "
            + "does where it is drawn by speaker. A gap is called different where it is larger than that and its interval leaves out "
            + "0.</p>";

    /// <summary>Writes words and tables, or nothing where there are no groups.</summary>
    public static void Write(HtmlPage page, IReadOnlyList<GroupPart> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        page.Raw("<h3 id=\"groups\">Groups</h3>");
        foreach (var part in parts)
        {
            page.Raw($"<h4>{HtmlPage.Name(part.Metric)} by {HtmlPage.Name(part.Column)}</h4>");
            foreach (var words in part.Words)
            {
                page.Raw($"<p>{HtmlPage.Name(words)}</p>");
            }

            page.Table(
                $"{part.Metric} by {part.Column}; gaps are to all test clips, balanced by truth",
                ["Group", "Clips", "Speakers", part.Metric, "95 % interval", "Gap", "95 % interval", "Largest random gap", "Finding"],
                part.Headlines.Select(row => (IReadOnlyList<string>)
                [
                    HtmlPage.Name(row.Group), NumberText.Count(row.Clips),
                    row.Speakers is { } speakers ? NumberText.Count(speakers) : NumberText.Missing,
                    .. Numbers(row, part.AreShares),
                ]),
                "",
                new HashSet<int> { 1, 2, 3, 4, 5, 6, 7 });
            if (part.Details.Count > 0)
            {
                page.Raw($"<details><summary>{(part.AreShares ? "Each class" : "Each target")} by {HtmlPage.Name(part.Column)}</summary>");
                page.Table(
                    $"Metrics of {(part.AreShares ? "each class" : "each target")} by {part.Column}",
                    ["Metric", "Group", "Value", "95 % interval", "Gap", "95 % interval", "Largest random gap", "Finding"],
                    part.Details.Select(row => (IReadOnlyList<string>)
                        [HtmlPage.Name(row.Metric), HtmlPage.Name(row.Group), .. Numbers(row, part.AreShares)]),
                    "sortable",
                    new HashSet<int> { 2, 3, 4, 5, 6 });
                page.Raw("</details>");
            }
        }

        page.Raw(Meaning);
    }

    /// <summary>Writes a section with the groups of all runs of a comparison, or nothing where there are none.</summary>
    public static void Write(HtmlPage page, ComparisonReport report)
    {
        var runs = report.Groups.SelectMany(static group => group.Runs).Where(static run => run.Groups.Count > 0).ToList();
        if (runs.Count == 0)
        {
            return;
        }

        page.OpenSection("groups", "Groups");
        foreach (var (column, metric, areShares) in runs
            .SelectMany(static run => run.Groups)
            .Select(static part => (part.Column, part.Metric, part.AreShares))
            .Distinct())
        {
            page.Raw($"<h3>{HtmlPage.Name(metric)} by {HtmlPage.Name(column)}</h3>");
            page.Table(
                $"{metric} by {column}; gaps are to all test clips of the run",
                ["Run", "Group", "Clips", metric, "95 % interval", "Gap", "95 % interval", "Largest random gap", "Finding"],
                runs.SelectMany(run => run.Groups
                    .Where(part => part.Column == column && part.Metric == metric)
                    .SelectMany(static part => part.Headlines)
                    .Select(row => (IReadOnlyList<string>)
                        [HtmlPage.BreakableName(run.Name), HtmlPage.Name(row.Group), NumberText.Count(row.Clips), .. Numbers(row, areShares)])),
                "sortable",
                new HashSet<int> { 2, 3, 4, 5, 6, 7 });
        }

        page.Raw(Meaning);
        page.CloseSection();
    }

    private static IEnumerable<string> Numbers(GroupRow row, bool areShares) =>
    [
        row.Value.ValueText(areShares), row.Value.IntervalText(areShares) ?? NumberText.Missing,
        row.Gap.ValueText(areShares), row.Gap.IntervalText(areShares) ?? NumberText.Missing,
        new Estimate(row.RandomGap).ValueText(areShares), HtmlPage.Name(row.Finding),
    ];
}
