using System.Globalization;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes the page that compares several runs: one table to sort and filter,
/// what differs, curves and a sweep at a glance.</summary>
public static class ComparisonReportPage
{
    /// <summary>Renders a comparison.</summary>
    /// <param name="report">The runs; parts that are empty are named as missing.</param>
    /// <returns>One HTML document with LF line ends that needs no other file and no network.</returns>
    /// <remarks>Determinism: equal reports give equal text on every machine and under every culture.</remarks>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage();
        Cross(page, report.Cross);
        Trials(page, report.Trials);
        Runs(page, report);
        Figures(page, report);
        Differences(page, report);
        GroupTables.Write(page, report);
        Sweep(page, report);
        Curves(page, report);
        var question = report.Question is null ? string.Empty : $"<p class=\"question\">{HtmlPage.Name(report.Question)}</p>";
        return page.Render($"{report.Title}: comparison", $"<h1>{HtmlPage.Name(report.Title)}</h1>\n{question}");
    }

    private static void Cross(HtmlPage page, CrossSection? cross)
    {
        if (cross is null)
        {
            return;
        }

        page.OpenSection("cross", "Corpora against corpora");
        page.Figure(cross.Chart, 900);
        foreach (var remark in cross.Remarks)
        {
            page.Raw($"<p>{HtmlPage.Name(remark)}</p>");
        }

        page.Table(
            "The corpora",
            cross.Columns,
            cross.Corpora.Select(static row => (IReadOnlyList<string>)[.. row.Select(HtmlPage.Name)]));
        page.CloseSection();
    }

    private static void Trials(HtmlPage page, TrialSection? trials)
    {
        if (trials is null)
        {
            return;
        }

        page.OpenSection("trials", "Trials");
        page.Raw($"<p>{HtmlPage.Name(trials.Sentence)}. Only trials that are chosen are tested.</p>");
        page.Table(
            "Trials of the search",
            trials.Columns,
            trials.Rows.Select(static row => (IReadOnlyList<string>)[.. row.Select(HtmlPage.Name)]),
            "sortable",
            new HashSet<int> { 0, trials.Columns.Count - 2 });
        page.CloseSection();
    }

    /// <summary>Heading of a group where there are several.</summary>
    private static void Heading(HtmlPage page, ComparisonReport report, ComparedGroup group)
    {
        if (report.Groups.Count > 1)
        {
            page.Raw($"<h3>{HtmlPage.Name(group.Title)}</h3>");
        }
    }

    private static void Runs(HtmlPage page, ComparisonReport report)
    {
        page.OpenSection("runs", "Runs");
        if (report.Groups.Count == 0)
        {
            page.Missing("There are no runs to compare.");
        }

        foreach (var (i, group) in report.Groups.Index())
        {
            Heading(page, report, group);
            if (report.Groups.Count == 1)
            {
                page.Raw($"<p>{HtmlPage.Name(group.Title)}</p>");
            }

            Runs(page, group, i == 0 ? "runs" : $"runs-{NumberText.Count(i + 1)}");
            foreach (var run in group.Runs.Where(static run => run.Answers is not null))
            {
                page.Raw($"<p>{HtmlPage.BreakableName(run.Name)}: {HtmlPage.Name(run.Answers!)}</p>");
            }

            ReferenceTable.Write(page, group.Beside);
        }

        if (report.Groups.SelectMany(group => group.Runs).Any(run => run.Seeds.Count > 0))
        {
            page.Raw(
                "<p>Of several seeds, the mean with the standard deviation over the seeds (divisor n − 1), then the 95 % interval of "
                    + "that mean "
                    + "over clips. The first tells what another seed would change, the second what other clips would.</p>");
        }

        foreach (var note in report.Notes)
        {
            page.Missing(note);
        }

        page.CloseSection();
    }

    private static void Runs(HtmlPage page, ComparedGroup group, string id)
    {
        var metrics = ComparedCharts.Metrics(group);
        var keys = ComparedCharts.Differing(group);
        if (group.Order.Length > 0)
        {
            page.Raw($"<p>{HtmlPage.Name(ComparedCharts.Capital(group.Order))}.</p>");
        }

        page.Raw(
            $"<div class=\"filter\" data-table=\"{id}-table\" hidden><label for=\"{id}-filter\">Filter</label><input id=\"{id}-filter\" "
                + $"type=\"search\" placeholder=\"name or value\" autocomplete=\"off\"><output for=\"{id}-filter\" aria-live=\"polite\">"
                + "</output></div>");
        page.Table(
            "Runs with their metrics and the parameters that differ",
            ["Run", "Seeds", .. metrics.Select(metric => metric.Title), .. keys],
            group.Runs.Select(run =>
                (IReadOnlyList<string>)
                    [
                        RunName(run),
                        SeedsCell(run),
                        .. metrics.Select(metric => Cell(run, metric)),
                        .. keys.Select(key => HtmlPage.Name(ComparedCharts.Value(run, key) ?? NumberText.Missing)),
                    ]),
            "sortable",
            Enumerable.Range(2, metrics.Count).ToHashSet(),
            $"{id}-table");
        if (group.Runs.Count > 1)
        {
            page.Raw(
                keys.Count == 0
                    ? "<p class=\"missing\">No parameter differs between the runs.</p>"
                    : $"<p>{keys.Count} {(keys.Count == 1 ? "parameter differs" : "parameters differ")}; the others are the same in all runs.</p>");
        }
    }

    private static string RunName(ComparedRun run)
    {
        var name = LocalLink.Attribute(run.Link) is { } link
            ? $"<a href=\"{link}\">{HtmlPage.BreakableName(run.Name)}</a>"
            : HtmlPage.BreakableName(run.Name);
        return run.Failure is { } failure
            ? $"{name} <span class=\"state-failed\" title=\"{HtmlPage.E(failure.Message)}\">failed in {HtmlPage.Name(failure.Stage)}</span>"
            : name;
    }

    /// <summary>The number of seeds, each linked to its page.</summary>
    private static string SeedsCell(ComparedRun run)
    {
        if (run.Seeds.Count == 0)
        {
            return run.Figures.Count == 0 ? NumberText.Missing : "one";
        }

        var seeds = run.Seeds.Select(seed =>
            LocalLink.Attribute(seed.Link) is { } link ? $"<a href=\"{link}\">{HtmlPage.Name(seed.Seed)}</a>" : HtmlPage.Name(seed.Seed));
        var note = run.SeedNote is { } text ? $"; {HtmlPage.Name(text)}" : string.Empty;
        return $"<data value=\"{run.Seeds.Count}\">{NumberText.Count(run.Seeds.Count)}</data>"
            + $"<br><span class=\"interval\">{string.Join(", ", seeds)}{note}</span>";
    }

    private static string Cell(ComparedRun run, HeadlineFigure metric)
    {
        if (run.Figures.FirstOrDefault(figure => figure.Name == metric.Name) is not { } figure)
        {
            return NumberText.Missing;
        }

        var value = figure.Value.ValueText(metric.IsShare);
        var spread = figure.StandardDeviation is { } deviation
            ? $"<br><span class=\"interval\">± {(metric.IsShare ? NumberText.Percent(deviation) : NumberText.Short(deviation))}</span>"
            : string.Empty;
        var interval = figure.Value.IntervalText(metric.IsShare) is { } text ? $"<br><span class=\"interval\">{text}</span>" : string.Empty;
        return $"<data value=\"{HtmlPage.E(NumberText.Short(figure.Value.Value, 8))}\">{value}</data>{spread}{interval}";
    }

    private static void Figures(HtmlPage page, ComparisonReport report)
    {
        page.OpenSection("figures", "Figures");
        var drawn = report.Groups.Where(group => group.Runs.Count > 1 || report.Groups.Count == 1).ToList();
        if (drawn.Count == 0)
        {
            page.Missing("No two runs were tested on the same clips.");
        }

        foreach (var group in drawn)
        {
            Heading(page, report, group);
            CorpusParts.Grid(page, ComparedCharts.Figures(group), "No run has metrics.");
        }

        page.CloseSection();
    }

    private static void Differences(HtmlPage page, ComparisonReport report)
    {
        var compared = report.Groups.Where(group => group.Differences.Count > 0).ToList();
        if (compared.Count == 0)
        {
            return;
        }

        page.OpenSection("differences", "Paired differences");
        page.Raw("<p>Both runs predicted the same clips.</p>");
        foreach (var group in compared)
        {
            Heading(page, report, group);
            page.Raw(group.Claim.Length == 0 ? string.Empty : $"<p><strong>{HtmlPage.Name(group.Claim)}</strong></p>");
            page.Raw($"<p>{HtmlPage.Name(ComparedCharts.Capital(group.DifferenceRule))}</p>");
            page.Table(
                "Paired differences",
                ["First", "Second", "Metric", "First minus second", "95 % interval", "p", "Finding", "Note"],
                group.Differences.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            HtmlPage.BreakableName(row.First),
                            HtmlPage.BreakableName(row.Second),
                            HtmlPage.Name(row.Metric),
                            NumberText.Percent(row.Difference.Value),
                            row.Difference.IntervalText(isShare: true) ?? NumberText.Missing,
                            row.PValue.ToString("0.0000", CultureInfo.InvariantCulture),
                            row.IsDifferent ? "different" : "unclear",
                            HtmlPage.Name(row.Note ?? string.Empty),
                        ]),
                "sortable",
                new HashSet<int> { 3, 4, 5 });
        }

        page.CloseSection();
    }

    private static void Sweep(HtmlPage page, ComparisonReport report)
    {
        page.OpenSection("sweep", "Parameters and result");
        var drawn = report.Groups.Select(group => (Group: group, Charts: ComparedCharts.Sweep(group).ToList())).ToList();
        if (drawn.TrueForAll(static part => part.Charts.Count == 0))
        {
            page.Missing("A sweep needs two runs with metrics and a parameter that differs.");
        }

        foreach (var (group, charts) in drawn.Where(static part => part.Charts.Count > 0))
        {
            Heading(page, report, group);
            charts.ForEach(chart => page.Figure(chart.Chart, 900));
        }

        page.CloseSection();
    }

    private static void Curves(HtmlPage page, ComparisonReport report)
    {
        page.OpenSection("curves", "Training");
        foreach (var group in report.Groups)
        {
            Heading(page, report, group);
            Curves(page, group);
        }

        if (report.Groups.Count == 0)
        {
            page.Missing("There is no training history to draw.");
        }

        page.CloseSection();
    }

    private static void Curves(HtmlPage page, ComparedGroup group)
    {
        var curves = ComparedCharts.Training(group).ToList();
        if (curves.Count > 0)
        {
            page.Raw("<div class=\"grid\">");
            curves.ForEach(chart => page.Figure(chart.Chart));
            page.Raw("</div>");
        }

        foreach (var run in group.Runs.Where(run => !ComparedCharts.Trainings(run, run.Name).Any()))
        {
            page.Missing(
                run.FoldCount is { } folds
                    ? $"{run.Name}: not drawn, its {NumberText.Count(folds)} folds are in its own report."
                    : $"{run.Name}: no training history{(run.Failure is null ? ", its model does not learn in epochs" : string.Empty)}.");
        }
    }
}
