using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes the features that separate the labels of a corpus.</summary>
internal static class FeatureTables
{
    /// <summary>Writes a section, or nothing where nothing was measured.</summary>
    public static void Write(HtmlPage page, FeaturePart? part)
    {
        if (part is null)
        {
            return;
        }

        page.OpenSection("features", "Features by label");
        foreach (var words in part.Words)
        {
            page.Raw($"<p>{HtmlPage.Name(words)}</p>");
        }

        page.Table(
            "Features that separate the labels",
            ["Feature", "Eta squared within speakers", "Agreement of speakers (W)", "p, corrected"],
            part.Rows.Select(static row => (IReadOnlyList<string>)
            [
                HtmlPage.Name(row.Feature), NumberText.Short(row.EtaSquared, 3), NumberText.Short(row.Agreement, 3), NumberText.Short(row.P, 2),
            ]),
            "sortable",
            new HashSet<int> { 1, 2, 3 });
        page.Raw("<p>Eta squared: the share of the variance over a speaker's clips that lies between labels, 0 to 1. Kendall's W: 1 where all speakers "
            + "order the labels alike, 0 where each does so differently.</p>");
        page.Raw("<div class=\"grid\">");
        foreach (var chart in Charts(part))
        {
            page.Figure(chart.Chart);
        }

        page.Raw("</div>");
        page.CloseSection();
    }

    /// <summary>Charts of the distributions.</summary>
    public static IEnumerable<NamedChart> Charts(FeaturePart part) =>
        part.Distributions.Select(static (feature, i) => new NamedChart(
            FormattableString.Invariant($"feature-{i + 1}.svg"),
            DistributionChart.Create($"{feature.Feature} by label", feature.Feature, feature.Labels)));
}
