using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Tables of test metrics per class, speaker and text; intervals have a column where there are any.</summary>
internal static class FigureTables
{
    private const int MostOpenRows = 60;
    private const string IntervalTitle = "95 % interval";

    /// <summary>Writes the metrics per class, or nothing when there are none.</summary>
    public static void Classes(HtmlPage page, IReadOnlyList<ClassRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var hasIntervals = rows.Any(row => row.Recall.IntervalText(isShare: true) is not null);
        Open(page, "Per class", rows.Count);
        page.Table(
            "Metrics per class",
            ["Class", "Recall", .. Optional(hasIntervals, IntervalTitle), "Precision", "F1", "Clips"],
            rows.Select(row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Label), NumberText.Percent(row.Recall.Value),
                .. Optional(hasIntervals, row.Recall.IntervalText(isShare: true)),
                NumberText.Percent(row.Precision), NumberText.Percent(row.F1), NumberText.Count(row.Clips),
            ]),
            "sortable",
            Numeric(hasIntervals ? 6 : 5));
        Close(page, rows.Count);
    }

    /// <summary>Writes left-out raters beside the system, or nothing where there are no votes.</summary>
    public static void Raters(HtmlPage page, string? votes, IReadOnlyList<RaterRow> rows)
    {
        if (votes is null)
        {
            return;
        }

        page.Raw($"<h3>Raters</h3><p>{HtmlPage.E(votes)}</p>");
        if (rows.Count > 0)
        {
            page.Table(
                "Left-out raters against the label that most others chose, and the system against the same labels",
                ["Left out", "UAR", "Accuracy", "System's UAR", "System's accuracy", "Ratings"],
                rows.Select(static row => (IReadOnlyList<string>)
                [
                    HtmlPage.Name(row.Rater), NumberText.Percent(row.Uar), NumberText.Percent(row.Accuracy), NumberText.Percent(row.SystemUar),
                    NumberText.Percent(row.SystemAccuracy), NumberText.Count(row.Clips),
                ]),
                "sortable",
                Numeric(6));
        }
    }

    /// <summary>Writes the metrics per speaker, or nothing when there are none.</summary>
    public static void Speakers(HtmlPage page, IReadOnlyList<SpeakerRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var hasIntervals = rows.Any(row => row.Uar.IntervalText(isShare: true) is not null);
        Open(page, "Per speaker", rows.Count);
        page.Table(
            "Metrics per speaker",
            ["Speaker", "UAR", .. Optional(hasIntervals, IntervalTitle), "Accuracy", "Clips"],
            rows.Select(row =>
                (IReadOnlyList<string>)
                    [
                        HtmlPage.Name(row.Speaker),
                        NumberText.Percent(row.Uar.Value),
                        .. Optional(hasIntervals, row.Uar.IntervalText(isShare: true)),
                        NumberText.Percent(row.Accuracy),
                        NumberText.Count(row.Clips),
                    ]),
            "sortable",
            Numeric(hasIntervals ? 5 : 4));
        Close(page, rows.Count);
    }

    /// <summary>Writes the metrics per text, folded away because there may be hundreds, or nothing when there are none.</summary>
    public static void Texts(HtmlPage page, IReadOnlyList<TextRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Raw($"<details><summary>Per text ({NumberText.Count(rows.Count)})</summary>");
        page.Table(
            "Metrics per text",
            ["Text", "UAR", "Accuracy", "Clips"],
            rows.Select(row =>
                (IReadOnlyList<string>)
                    [HtmlPage.Name(row.Text), NumberText.Percent(row.Uar), NumberText.Percent(row.Accuracy), NumberText.Count(row.Clips)]),
            "sortable",
            Numeric(4));
        page.Raw("</details>");
    }

    // A long table is folded away, or nobody would find what comes after it.
    private static void Open(HtmlPage page, string title, int rows) => page.Raw(
        rows > MostOpenRows ? $"<details><summary>{title} ({NumberText.Count(rows)})</summary>" : $"<h3>{title}</h3>");

    private static void Close(HtmlPage page, int rows)
    {
        if (rows > MostOpenRows)
        {
            page.Raw("</details>");
        }
    }

    private static string[] Optional(bool isShown, string? text) => isShown ? [text ?? NumberText.Missing] : [];

    private static HashSet<int> Numeric(int columnCount) => Enumerable.Range(1, columnCount - 1).ToHashSet();
}
