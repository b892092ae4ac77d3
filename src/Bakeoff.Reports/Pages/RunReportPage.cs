using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Writes the page of one experiment: the question, the protocol, the results, and the commands that reproduce them.</summary>
public static class RunReportPage
{
    private const int MostOpenFolds = 3;

    /// <summary>Renders a report.</summary>
    /// <param name="report">The report; parts that are empty are named as missing.</param>
    /// <returns>One HTML document with LF line ends that needs no other file and no network.</returns>
    /// <exception cref="ArgumentException">The values of a confusion matrix or a map do not fit its size.</exception>
    /// <remarks>Determinism: equal reports give equal text on every machine and under every culture.</remarks>
    public static string Render(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlPage();
        Results(page, report);
        Protocol(page, report);
        Training(page, report);
        WrongClips(page, report);
        if (report.Stress is { } stress)
        {
            StressReportPage.Section(page, stress);
        }

        if (report.Importance is { } importance)
        {
            ImportanceReportPage.Section(page, importance);
        }

        FeatureTables.Write(page, report.Features);
        Corpus(page, report);
        Configuration(page, report);
        Reproduction(page, report);
        return page.Render($"{report.Name}: experiment report", Header(report));
    }

    private static string Header(RunReport report)
    {
        var html = new System.Text.StringBuilder();
        html.Append("<h1>").Append(HtmlPage.Name(report.Name)).Append("</h1>\n");
        html.Append("<p class=\"question\">")
            .Append(report.Question is null ? "The experiment states no question." : HtmlPage.Name(report.Question))
            .Append("</p>\n");
        if (report.Failure is { } failure)
        {
            html.Append("<div class=\"failure\" role=\"alert\"><p><strong>This run did not finish: ")
                .Append(HtmlPage.Name(failure.Stage))
                .Append("</strong></p><p>")
                .Append(Graphics.SafeText.Escape(failure.Message, keepLines: true))
                .Append("</p></div>\n");
        }

        if (report.Holds.Count > 0)
        {
            html.Append("<dl class=\"holds\">\n");
            foreach (var fact in report.Holds)
            {
                html.Append("<dt>").Append(HtmlPage.Name(fact.Name)).Append("</dt><dd>").Append(HtmlPage.Name(fact.Value)).Append("</dd>\n");
            }

            html.Append("</dl>\n");
        }

        if (report.Figures.Count > 0)
        {
            html.Append("<div class=\"cards\">\n");
            foreach (var figure in report.Figures)
            {
                html.Append(Card(figure));
            }

            html.Append("</div>\n");
        }

        return html.ToString();
    }

    private static string Card(HeadlineFigure figure)
    {
        var value = figure.Value.ValueText(figure.IsShare);
        var interval = figure.Value.IntervalText(figure.IsShare) is { } text
            ? $"<div class=\"interval\">95 % interval {text}</div>"
            : string.Empty;
        var note = figure.Note is null ? string.Empty : $"<div class=\"note\">{HtmlPage.Name(figure.Note)}</div>";
        return $"<div class=\"card\" data-metric=\"{HtmlPage.E(figure.Name)}\"><div class=\"label\">{HtmlPage.Name(figure.Title)}</div>"
            + $"<div class=\"value\">{value}</div>{interval}{note}</div>\n";
    }

    private static void Results(HtmlPage page, RunReport report)
    {
        page.OpenSection("results", "Results");
        if (report.Figures.Count == 0)
        {
            page.Missing("No metrics: the run was not evaluated.");
        }

        var charts = RunCharts.Evaluation(report).ToList();
        if (charts.Count > 0)
        {
            page.Raw("<div class=\"grid\">");
            charts.ForEach(chart => page.Figure(chart.Chart));
            page.Raw("</div>");
        }

        if (report.Confusion is null && report.Targets.Count == 0)
        {
            page.Missing("No confusion matrix: nothing was predicted on the test side.");
        }

        ReferenceTable.Write(page, report.Beside);
        GroupTables.Write(page, report.Groups);
        ConfidenceTables.Write(page, report.Confidence);
        FigureTables.Classes(page, report.Classes);
        FigureTables.Raters(page, report.Votes, report.Raters);
        FigureTables.Speakers(page, report.Speakers);
        FigureTables.Texts(page, report.Texts);
        NumberTables.Targets(page, report.Targets);
        NumberTables.Groups(page, "Speaker", report.NumbersPerSpeaker);
        NumberTables.Groups(page, "Text", report.NumbersPerText);
        if (report.Figures.Count > 0)
        {
            page.Raw(
                "<details><summary>As LaTeX</summary><pre tabindex=\"0\" role=\"region\" aria-label=\"Results as LaTeX\"><code>"
                    + $"{Graphics.SafeText.Escape(ResultLatex.Write(report.Name, report.Figures), keepLines: true)}</code></pre></details>");
        }

        if (report.References.Count > 0)
        {
            page.Raw(
                "<details><summary>To cite, as BibTeX</summary><pre tabindex=\"0\" role=\"region\" aria-label=\"References as BibTeX\"><code>"
                    + $"{Graphics.SafeText.Escape(ReferencesBibTex.Write(report.References), keepLines: true)}</code></pre></details>");
        }

        page.CloseSection();
    }

    private static void Protocol(HtmlPage page, RunReport report)
    {
        page.OpenSection("protocol", "Protocol and leaks");
        if (report.Protocol.Count == 0)
        {
            page.Missing("The protocol is not described.");
        }

        foreach (var paragraph in report.Protocol)
        {
            page.Raw($"<p>{HtmlPage.Name(paragraph)}</p>");
        }

        if (report.Leaks.Count == 0)
        {
            page.Missing("No leakage audit was made.");
        }
        else
        {
            page.Raw("<ul class=\"leaks\">");
            foreach (var leak in report.Leaks.OrderByDescending(leak => leak.IsPresent).ThenBy(leak => leak.Unknown is null))
            {
                page.Raw(Leak(leak));
            }

            page.Raw("</ul>");
        }

        page.CloseSection();
    }

    /// <summary>A leak that is there, or may be, with what it means; one that was looked for and not found in a line.</summary>
    private static string Leak(LeakNote leak)
    {
        if (leak is { IsPresent: false, Unknown: { } unknown })
        {
            return $"<li class=\"leak unknown\"><p><strong>{HtmlPage.Name(leak.Name)}</strong>: cannot be known, {HtmlPage.E(unknown)}</p>"
                + $"<p>{HtmlPage.Name(leak.Explanation)}</p></li>";
        }

        if (!leak.IsPresent)
        {
            return $"<li class=\"leak\"><p><strong>{HtmlPage.Name(leak.Name)}</strong>: looked for, none found</p></li>";
        }

        var kind = leak.IsAcknowledged ? "present" : "present unacknowledged";
        var state = leak.IsAcknowledged ? "acknowledged by the experiment" : "not acknowledged";
        var count = string.Concat(new[] { leak.Amount, leak.Unknown }.OfType<string>().Select(part => $"{HtmlPage.E(part)}, "));
        return $"<li class=\"leak {kind}\"><p><strong>{HtmlPage.Name(leak.Name)}</strong>: {count}{state}</p><p>"
            + $"{HtmlPage.Name(leak.Explanation)}</p></li>";
    }

    private static void Training(HtmlPage page, RunReport report)
    {
        page.OpenSection("training", "Training");
        if (report.Candidates.Count > 0)
        {
            CandidateTables.Write(page, report.Candidates, report.TakesSimplest);
        }
        else if (report.TrainedElsewhere is { } elsewhere)
        {
            page.Raw($"<p>{HtmlPage.Name(elsewhere)}</p>");
        }
        else if (report.Training.Count == 0)
        {
            page.Missing("No training history was recorded.");
        }

        if (report.Training.Count > 1)
        {
            page.Raw("<h3>All folds</h3>\n<div class=\"grid\">");
            page.Figure(ComparisonCharts.ValidationScore(report.Training));
            page.Figure(ComparisonCharts.ValidationLoss(report.Training));
            page.Raw("</div>");
        }

        foreach (var curve in report.Training.Take(RunCharts.MostTrainings))
        {
            Training(page, curve, report.Training.Count);
        }

        if (report.Training.Count > RunCharts.MostTrainings)
        {
            var all = report.Training.Count;
            page.Missing($"The first {RunCharts.MostTrainings} of {all} folds are drawn one by one; history.csv has all.");
        }

        page.CloseSection();
    }

    /// <summary>Charts of one training; of many they are folded away, or nobody would find what comes after them.</summary>
    private static void Training(HtmlPage page, TrainingCurve curve, int folds)
    {
        var isFolded = folds > MostOpenFolds;
        page.Raw(
            isFolded ? $"<details class=\"fold\"><summary>Fold {HtmlPage.Name(curve.Name)}</summary>"
            : folds > 1 ? $"<h3>Fold {HtmlPage.Name(curve.Name)}</h3>"
            : string.Empty);
        page.Raw("<div class=\"grid\">");
        foreach (var chart in RunCharts.Training([curve]))
        {
            page.Figure(chart.Chart);
        }

        page.Raw(isFolded ? "</div></details>" : "</div>");
    }

    private static void WrongClips(HtmlPage page, RunReport report)
    {
        if (report.Targets.Count == 0 || report.Confusion is not null)
        {
            page.OpenSection("wrong-clips", "Most confidently wrong");
            var all = report.WrongClipCount is { } count
                ? $"<p>{NumberText.Count(report.WrongClips.Count)} of {NumberText.Count(count)} wrong clips, the most confident first.</p>"
                : "";
            Clips(page, report.WrongClips, all + Note(report), report.WrongClipCount == 0
                ? "Every test clip was classified correctly."
                : "No wrong clips are listed.");
        }

        if (report.Targets.Count > 0)
        {
            page.OpenSection("largest-errors", "Largest errors");
            Clips(page, report.LargestErrors, Note(report), "No clips are listed.");
        }
    }

    private static string Note(RunReport report) => report.WrongClipNote is { } note ? $"<p>{HtmlPage.Name(note)}</p>" : "";

    private static void Clips(HtmlPage page, IReadOnlyList<WrongClip> clips, string above, string missing)
    {
        if (clips.Count == 0)
        {
            page.Missing(missing);
        }
        else
        {
            page.Raw(above);
            WrongClipTable.Write(page, clips);
            if (clips.Select(static clip => clip.Reason?.Picture).OfType<Chart>().ToList() is { Count: > 0 } pictures)
            {
                page.Raw("<details><summary>Over the spectrograms: what each rests on</summary>");
                page.Tiles(pictures);
                page.Raw("</details>");
            }
        }

        page.CloseSection();
    }

    private static void Corpus(HtmlPage page, RunReport report)
    {
        page.OpenSection("corpus", "Corpus");
        if (report.Dataset.Count > 0)
        {
            page.Facts(report.Dataset);
        }
        else
        {
            page.Missing("The corpus is not described.");
        }

        CorpusParts.Grid(
            page,
            CorpusCharts.Counts(report.LabelCounts, report.LabelCountsPerPartition, report.LabelCountsPerSpeaker),
            "No clips were counted.");
        CorpusParts.Clips(page, report.Clips);
        page.CloseSection();
    }

    private static void Configuration(HtmlPage page, RunReport report)
    {
        page.OpenSection("configuration", "Experiment");
        if (string.IsNullOrWhiteSpace(report.ConfigurationYaml))
        {
            page.Missing("The experiment's YAML is not recorded.");
        }
        else
        {
            page.Raw(
                $"<pre tabindex=\"0\" role=\"region\" aria-label=\"Experiment as YAML\"><code>"
                    + $"{Graphics.SafeText.Escape(report.ConfigurationYaml, keepLines: true)}</code></pre>");
        }

        page.CloseSection();
    }

    private static void Reproduction(HtmlPage page, RunReport report)
    {
        page.OpenSection("reproduce", "Reproduce");
        if (report.Reproduce.Count > 0)
        {
            page.Raw(
                $"<pre tabindex=\"0\" role=\"region\" aria-label=\"Commands\"><code>"
                    + $"{Graphics.SafeText.Escape(string.Join('\n', report.Reproduce), keepLines: true)}</code></pre>");
        }
        else
        {
            page.Missing("No commands are recorded.");
        }

        if (report.Code.Count > 0)
        {
            page.Facts(report.Code);
        }

        if (report.Stages.Count > 0)
        {
            page.Raw("<h3>Stages</h3>");
            page.Table(
                "Stages",
                ["Stage", "State", "Time", "Fingerprint"],
                report.Stages.Select(stage =>
                    (IReadOnlyList<string>)
                        [
                            HtmlPage.Name(stage.Name),
                            Outcome(stage.Outcome),
                            NumberText.Duration(stage.Seconds),
                            $"<span class=\"hash\" title=\"{HtmlPage.E(stage.Fingerprint)}\">{HtmlPage.E(Short(stage.Fingerprint))}</span>",
                        ]),
                numeric: new HashSet<int> { 2 });
        }

        page.CloseSection();
    }

    private static string Short(string? fingerprint) =>
        fingerprint is null ? NumberText.Missing
        : fingerprint.Length > 12 ? fingerprint[..12]
        : fingerprint;

    private static string Outcome(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Done => "<span class=\"state-done\">done</span>",
        StageOutcome.Reused => "<span class=\"state-reused\">reused</span>",
        StageOutcome.Failed => "<span class=\"state-failed\">failed</span>",
        _ => "<span class=\"state-not-run\">not run</span>",
    };
}
