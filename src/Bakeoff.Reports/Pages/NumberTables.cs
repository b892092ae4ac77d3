using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Tables of test metrics of predicted numbers.</summary>
internal static class NumberTables
{
    private const int MostOpenRows = 60;

    /// <summary>Writes the metrics per target, or nothing when there are none.</summary>
    public static void Targets(HtmlPage page, IReadOnlyList<TargetRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Raw("<h3>Per target</h3>");
        page.Table(
            "Metrics per target",
            ["Target", "CCC", "95 % interval", "Pearson's r", "MAE", "RMSE", "Clips"],
            rows.Select(static row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Target), NumberText.Short(row.Ccc.Value), row.Ccc.IntervalText(isShare: false) ?? NumberText.Missing,
                NumberText.Short(row.Pearson), NumberText.Short(row.MeanAbsoluteError), NumberText.Short(row.RootMeanSquaredError),
                NumberText.Count(row.Clips),
            ]),
            "sortable",
            new HashSet<int> { 1, 2, 3, 4, 5, 6 });
        if (rows.Any(static row => double.IsNaN(row.Ccc.Value)))
        {
            page.Raw("<p>CCC is not defined for fewer than two clips, or where all numbers are one.</p>");
        }
    }

    /// <summary>Writes the metrics per speaker or text, or nothing when there are none; long tables and texts are folded away.</summary>
    /// <param name="page">The page.</param>
    /// <param name="kind">Speaker or Text.</param>
    /// <param name="rows">The rows.</param>
    public static void Groups(HtmlPage page, string kind, IReadOnlyList<NumberGroupRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var title = $"Per {kind.ToLowerInvariant()}";
        var isFolded = rows.Count > MostOpenRows || kind == "Text";
        page.Raw(isFolded ? $"<details><summary>{title} ({NumberText.Count(rows.Count)})</summary>" : $"<h3>{title}</h3>");
        page.Table(
            $"Metrics {title.ToLowerInvariant()}, means over the targets",
            [kind, "CCC", "MAE", "RMSE", "Clips"],
            rows.Select(static row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Name), NumberText.Short(row.Ccc), NumberText.Short(row.MeanAbsoluteError),
                NumberText.Short(row.RootMeanSquaredError), NumberText.Count(row.Clips),
            ]),
            "sortable",
            new HashSet<int> { 1, 2, 3, 4 });
        if (isFolded)
        {
            page.Raw("</details>");
        }
    }
}
