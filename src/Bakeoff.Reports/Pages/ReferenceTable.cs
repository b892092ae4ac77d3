using System.Globalization;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes figures that stand beside those of a system.</summary>
internal static class ReferenceTable
{
    /// <summary>Writes a table, or nothing when there are no rows.</summary>
    public static void Write(HtmlPage page, IReadOnlyList<ReferenceRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Raw("<h3>For comparison</h3>");
        page.Table(
            "For comparison",
            ["What", "Metric", "Value", "How", "Source"],
            rows.Select(static row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.What), HtmlPage.Name(row.Metric), row.Value.ToString("0.000", CultureInfo.InvariantCulture),
                HtmlPage.Name(row.Protocol), row.Source is null ? "computed here" : HtmlPage.Name(row.Source),
            ]),
            "",
            new HashSet<int> { 2 });
        if (rows.Any(static row => row.Source is not null))
        {
            page.Raw("<p>Published figures are other people's: perhaps of another protocol, other clips or other labels.</p>");
        }
    }
}
