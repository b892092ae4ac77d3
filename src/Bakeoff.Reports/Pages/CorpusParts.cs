namespace Bakeoff.Reports.Pages;

/// <summary>Parts that the run page and the corpus page share.</summary>
internal static class CorpusParts
{
    /// <summary>Charts in as many columns as there is room for, or a word on what is missing.</summary>
    public static void Grid(HtmlPage page, IEnumerable<NamedChart> charts, string missing)
    {
        var all = charts.ToList();
        if (all.Count == 0)
        {
            page.Missing(missing);
            return;
        }

        page.Raw("<div class=\"grid\">");
        all.ForEach(chart => page.Figure(chart.Chart));
        page.Raw("</div>");
    }

    /// <summary>Pictures of single clips, grouped by kind.</summary>
    public static void Clips(HtmlPage page, IReadOnlyList<ClipPicture> clips)
    {
        foreach (var (kind, charts) in CorpusCharts.Clips(clips))
        {
            if (charts.Count == 0)
            {
                continue;
            }

            page.Raw($"<h3>{HtmlPage.E(kind)}, on common scales</h3>");
            page.Tiles(kind, charts.Select(chart => chart.Chart).ToList());
        }
    }
}
