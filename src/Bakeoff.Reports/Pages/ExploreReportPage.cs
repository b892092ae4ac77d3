namespace Bakeoff.Reports.Pages;

/// <summary>Writes the page of a corpus: counts, durations, loudness, pictures of clips and maps of all of them.</summary>
public static class ExploreReportPage
{
    /// <summary>Renders a report.</summary>
    /// <param name="report">The report; parts that are empty are named as missing.</param>
    /// <returns>One HTML document with LF line ends that needs no other file and no network.</returns>
    /// <exception cref="ArgumentException">A map of a clip does not hold frames x bands values.</exception>
    /// <remarks>Determinism: equal reports give equal text on every machine and under every culture.</remarks>
    public static string Render(ExploreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage();
        Facts(page, report);
        Counts(page, report);
        if (report.Columns.Count > 0)
        {
            Charts(page, "columns", "Columns", ExploreCharts.Columns(report), "No clip has a value.");
        }

        Charts(
            page,
            "distributions",
            "Duration and loudness",
            ExploreCharts.Distributions(report),
            "Neither durations nor loudness were measured.");
        Charts(page, "voices", "Pitch and spectrum", ExploreCharts.Voices(report), "Neither pitch nor spectra were measured.");
        Maps(page, report);
        page.OpenSection("clips", "Clips side by side");
        if (report.Clips.Count == 0)
        {
            page.Missing("No clips were chosen.");
        }

        CorpusParts.Clips(page, report.Clips);
        page.CloseSection();
        var summary = report.Summary is null ? string.Empty : $"<p class=\"question\">{HtmlPage.Name(report.Summary)}</p>";
        return page.Render($"{report.Name}: corpus", $"<h1>{HtmlPage.Name(report.Name)}</h1>\n{summary}");
    }

    private static void Facts(HtmlPage page, ExploreReport report)
    {
        page.OpenSection("dataset", "Corpus");
        if (report.Dataset.Count == 0)
        {
            page.Missing("The corpus is not described.");
        }
        else
        {
            page.Facts(report.Dataset);
        }

        if (report.Defects.Count > 0)
        {
            page.Raw("<h3>Found while indexing</h3>\n<ul>");
            foreach (var defect in report.Defects)
            {
                page.Raw($"<li>{HtmlPage.Name(defect)}</li>");
            }

            page.Raw("</ul>");
        }

        if (report.Measured is { } measured)
        {
            page.Raw($"<p>{HtmlPage.Name(measured)}</p>");
        }

        page.CloseSection();
    }

    private static void Counts(HtmlPage page, ExploreReport report)
    {
        page.OpenSection("counts", "Clips and labels");
        CorpusParts.Grid(
            page,
            CorpusCharts.Counts(report.LabelCounts, report.LabelCountsPerPartition, report.LabelCountsPerSpeaker),
            "No clips were counted.");
        if (report.PartitionProblem is { } problem)
        {
            page.Missing($"No counts per partition: {problem}");
        }

        if (report.LabelCounts.Count > 0 && report.LabelCountsPerSpeaker.Count == 0)
        {
            page.Missing("No counts per speaker: the corpus does not name its speakers.");
        }

        page.CloseSection();
    }

    private static void Charts(HtmlPage page, string id, string title, IEnumerable<NamedChart> charts, string missing)
    {
        page.OpenSection(id, title);
        CorpusParts.Grid(page, charts, missing);
        page.CloseSection();
    }

    private static void Maps(HtmlPage page, ExploreReport report)
    {
        page.OpenSection("maps", "Maps of the clips");
        if (report.Maps.Count == 0)
        {
            page.Missing("No map was computed.");
        }

        for (var i = 0; i < report.Maps.Count; i++)
        {
            page.Raw($"<h3>{HtmlPage.Name(report.Maps[i].Title)}</h3>");
            if (report.Maps[i].Note is { } note)
            {
                page.Raw($"<p>{HtmlPage.Name(note)}</p>");
            }

            CorpusParts.Grid(page, ExploreCharts.Map(report.Maps[i], i + 1), "No clip has coordinates.");
        }

        page.CloseSection();
    }
}
