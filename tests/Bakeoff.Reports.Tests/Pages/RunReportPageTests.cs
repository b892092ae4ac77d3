using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class RunReportPageTests
{
    [Fact]
    public void Render_WrongClipWithColumns_NamesThemInTheHeading()
    {
        var document = Parse(SampleRun.Create() with
        {
            WrongClips = [new WrongClip("a.wav", "sad", "angry", 0.5) { Columns = [new Fact("age", "30")] }],
        });

        document.QuerySelectorAll("#wrong-clips thead th").Last().TextContent.ShouldBe("age");
    }

    [Fact]
    public void Render_TestsOfTheModel_HaveSectionsOfTheirOwn()
    {
        var document = Parse(SampleRun.Create() with
        {
            Importance = new ImportanceReport
            {
                Name = "run", Metric = "UAR", IsShare = true, Groups = [new ImportanceRow("mfcc_0", 3, new Estimate(0.2, 0.1, 0.3))],
            },
            Stress = new StressReport
            {
                Name = "run",
                Metric = "UAR",
                IsShare = true,
                Before = 0.9,
                Rows =
                [
                    new StressRow("noise_20db", new Estimate(0.4), new Estimate(0.5), new Estimate(0.6)) { Curve = "noise", Unit = "db", At = 20 },
                ],
            },
        });

        document.QuerySelector("#importance table.sortable tbody tr")!.TextContent.ShouldBe("mfcc_0320.0\u202F%10.0\u202F% to 30.0\u202F%");
        document.QuerySelector("#conditions table.sortable tbody th")!.TextContent.ShouldBe("noise_20db");
    }

    [Fact]
    public void Render_CompleteRun_ShowsEverySectionAndMissesNothing()
    {
        var document = Parse(SampleRun.Create());
        document
            .QuerySelectorAll("section")
            .Select(section => section.Id)
            .ShouldBe(["results", "protocol", "training", "wrong-clips", "features", "corpus", "configuration", "reproduce"]);
        document.QuerySelectorAll(".missing").ShouldBeEmpty();
        document
            .QuerySelectorAll(".card .value")
            .Select(value => value.TextContent)
            .ShouldBe(["97.5\u202F%", "97.5\u202F%", "97.4\u202F%", "0.1132"]);
        document.QuerySelector(".card .interval")!.TextContent.ShouldBe("95 % interval 95.5\u202F% to 99.1\u202F%");
        document.QuerySelector("#configuration pre")!.TextContent.ShouldBe(SampleRun.Create().ConfigurationYaml);
    }

    [Fact]
    public void Render_TwentyThousandSpeakersAndTexts_StaysBelowFiveMegabytesAndSaysWhatIsLeftOut()
    {
        var names = Enumerable.Range(0, 20_000).Select(static i => $"the name or the text number {i}").ToList();
        List<LabelCount> counts = [.. names.SelectMany(static name => new[] { new LabelCount("a", 9, name), new LabelCount("b", 8, name) })];
        var page = RunReportPage.Render(SampleRun.Create() with
        {
            Speakers = names.ConvertAll(static name => new SpeakerRow(name, new Estimate(0.5, 0.4, 0.6), 0.5, 50)),
            Texts = names.ConvertAll(static name => new TextRow(name, 0.5, 0.5, 50)),
            LabelCountsPerSpeaker = counts,
        });

        Encoding.UTF8.GetByteCount(page).ShouldBeLessThan(5_000_000);

        // Of speakers, of texts, of the bars of speakers and of the counts of their clips.
        page.Split("<p>The first 1\u202F000 of 20\u202F000 rows.</p>").Length.ShouldBe(1 + 4);
        LabelCountChart.Create("Clips", counts).Note.ShouldBe("The first 60 of 20000 are drawn; the table has the first 1\u202F000.");
    }

    [Fact]
    public void Render_Figures_AreALatexTableWithEscapedNames()
    {
        var report = SampleRun.Create() with
        {
            Name = "lstm_64@100%",
            Figures =
            [
                new HeadlineFigure("test_uar", "Recall & more", new Estimate(0.975, 0.955, 0.991)),
                new HeadlineFigure("test_loss", "Loss", new Estimate(0.11321), IsShare: false),
            ],
        };
        Parse(report).QuerySelector("#results details pre[aria-label='Results as LaTeX']")!.TextContent.ShouldBe(
            """
            % \usepackage{booktabs}
            \begin{table}
              \centering
              \caption{Test results of lstm\_64@100\%, with 95\,\% intervals.}
              \begin{tabular}{lrr}
                \toprule
                Metric & Value & Interval \\
                \midrule
                Recall \& more & 97.5\,\% & 95.5\,\% to 99.1\,\% \\
                Loss & 0.1132 &  \\
                \bottomrule
              \end{tabular}
            \end{table}

            """);
    }

    [Fact]
    public void Render_References_AreBibTexWithEscapedTexts()
    {
        var report = SampleRun.Create() with { References = [new Reference("corpus", "Speech & song {TESS}", "A. Maker, 2020, https://x.org/a_b")] };
        Parse(report).QuerySelector("#results details pre[aria-label='References as BibTeX']")!.TextContent.ShouldBe(
            """
            @misc{corpus,
              title = {{Speech \& song \textbraceleft{}TESS\textbraceright{}}},
              note = {A. Maker, 2020, https://x.org/a\_b},
              key = {corpus}
            }

            """);
    }

    [Fact]
    public void Render_EveryChart_HasTitleDescriptionAndNumbers()
    {
        var figures = Parse(SampleRun.Create()).QuerySelectorAll("figure");
        figures.Length.ShouldBeGreaterThan(30);
        foreach (var figure in figures)
        {
            foreach (var svg in figure.QuerySelectorAll("svg"))
            {
                svg.GetAttribute("role").ShouldBe("img");
                svg.QuerySelector("title")!.TextContent.ShouldNotBeNullOrWhiteSpace();
                svg.QuerySelector("desc")!.TextContent.ShouldNotBeNullOrWhiteSpace();
            }

            var holder = figure.ClassList.Contains("tile") ? figure.ParentElement!.NextElementSibling! : figure;
            holder.QuerySelectorAll("table tbody tr").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Render_ThousandClassesAndSpeakers_StaysSmallAndNamesTheWorst()
    {
        var names = Enumerable.Range(0, 1000).Select(i => $"class {i:0000}").ToList();
        var counts = new long[1_000_000];
        for (var i = 0; i < names.Count; i++)
        {
            counts[(i * 1000) + i] = 4;
            counts[(i * 1000) + ((i + 1) % 1000)] = i == 500 ? 9 : 1;
        }

        var report = new RunReport
        {
            Name = "many",
            Confusion = new ConfusionCounts(names, counts),
            Classes = [.. names.Select((name, i) => new ClassRow(name, new Estimate(1 - (i / 1000.0)), 0.5, 0.5, 5))],
            Speakers = [.. names.Select(name => new SpeakerRow(name, new Estimate(0.5), 0.5, 40))],
            Texts = [.. names.Select(name => new TextRow(name, 0.5, 0.5, 40))],
            LabelCounts = [.. names.Select(name => new LabelCount(name, 5))],
            LabelCountsPerPartition =
            [
                .. names.Select(name => new LabelCount(name, 4, "train")), .. names.Select(name => new LabelCount(name, 1, "test")),
            ],
            LabelCountsPerSpeaker = [.. names.SelectMany(name => names.Take(200).Select(speaker => new LabelCount(name, 1, speaker)))],
            Training = [.. Enumerable.Range(0, 1000).Select(i => SampleRun.Curve($"fold {i + 1}", 20, 10))],
        };

        var html = RunReportPage.Render(report);

        html.Length.ShouldBeLessThan(5_000_000);
        var document = (IHtmlDocument)new HtmlParser().ParseDocument(html);
        var errors = document
            .QuerySelectorAll("table")
            .Single(table => table.QuerySelector("caption")?.TextContent == "Confusion matrix of the test side");
        errors.QuerySelectorAll("tbody tr").Length.ShouldBe(60);
        errors.QuerySelector("tbody tr")!.Children.Select(cell => cell.TextContent)
            .ShouldBe(["class 0500", "class 0501", "9", "69.2\u202F%"]);
        html.ShouldContain("1000 classes are too many to name: each dot stands for 4 x 4 of them");
        html.ShouldContain("Recall per class, lowest first");
        html.ShouldContain("The first 30 of 1000 folds are drawn one by one; history.csv has all.");
    }

    [Fact]
    public void Render_LeaksAmongUnknownSpeakers_AreNotDenied()
    {
        var document = Parse(new RunReport
        {
            Name = "plain",
            Leaks =
            [
                new LeakNote("shared_speakers", "Speakers on both sides.", false, true, null, "unknown for all 12 clips"),
                new LeakNote("shared_texts", "Texts on both sides.", true, true, "at least 2", "unknown for 3 of 12 clips"),
                new LeakNote("duplicate_samples", "Copies.", false),
            ],
        });

        document.QuerySelectorAll(".leak").Select(leak => leak.TextContent).ShouldBe(
        [
            "shared_texts: at least 2, unknown for 3 of 12 clips, acknowledged by the experimentTexts on both sides.",
            "shared_speakers: cannot be known, unknown for all 12 clipsSpeakers on both sides.",
            "duplicate_samples: looked for, none found",
        ]);
    }

    [Fact]
    public void Render_NothingButAName_SaysWhatIsMissing()
    {
        var document = Parse(new RunReport { Name = "empty" });
        document.QuerySelectorAll(".missing").Select(element => element.TextContent).ShouldBe(
        [
            "No metrics: the run was not evaluated.", "No confusion matrix: nothing was predicted on the test side.",
            "The protocol is not described.", "No leakage audit was made.",
            "No training history was recorded.", "No wrong clips are listed.", "The corpus is not described.", "No clips were counted.",
            "The experiment's YAML is not recorded.", "No commands are recorded.",
        ]);
    }

    [Fact]
    public void Render_RunThatFailed_ShowsTheMessageAndTheEpochsSoFar()
    {
        var document = Parse(SamplePages.Failed());
        document.QuerySelector(".failure[role=alert]")!.TextContent.ShouldContain("This run did not finish: train");
        document.QuerySelector(".failure")!.TextContent.ShouldContain("Lower training.learning_rate (0.5).");
        document.QuerySelectorAll("#training svg").ShouldNotBeEmpty();
        document.QuerySelectorAll("#reproduce .state-failed").Single().TextContent.ShouldBe("failed");
    }

    [Fact]
    public void Render_ClassWithoutTestClips_IsNamed()
    {
        var counts = SampleRun.Confusion(3);
        (counts[3], counts[4], counts[5]) = (0, 0, 0);
        var document = Parse(
            new RunReport
            {
                Name = "x",
                Confusion = new ConfusionCounts(["angry", "calm", "sad"], counts),
                Classes =
                [
                    new ClassRow("angry", new Estimate(0.9), 0.9, 0.9, 40),
                    new ClassRow("calm", new Estimate(double.NaN), double.NaN, double.NaN, 0),
                ],
            });
        document.QuerySelector("#results")!.TextContent.ShouldContain("No test clip has the label calm.");
        document.QuerySelector("#results")!.TextContent.ShouldContain("not tested");
    }

    [Fact]
    public void Render_HostileNames_StayText()
    {
        var html = RunReportPage.Render(SamplePages.Hostile());
        var document = new HtmlParser().ParseDocument(html);
        document.Scripts.Length.ShouldBe(1);
        document.QuerySelectorAll("img, iframe, object, embed, base, form").ShouldBeEmpty();
        document
            .All.SelectMany(element => element.Attributes)
            .ShouldNotContain(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        document
            .QuerySelectorAll("[src], [href]")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!)
            .ShouldAllBe(address =>
                !address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                && !address.StartsWith("http", StringComparison.OrdinalIgnoreCase));
        document
            .QuerySelectorAll("audio[src^='data:']")
            .ShouldAllBe(audio => audio.GetAttribute("src")!.StartsWith("data:application/octet-stream;base64,", StringComparison.Ordinal));
        document.QuerySelectorAll("tbody th bdi").Select(name => name.TextContent).ShouldContain(HostileText.Script);
        html.ShouldNotContain('\0');
        html.ShouldNotContain('\u202E');
        html.EnumerateRunes().ShouldNotContain(rune => rune.Value == 0x1B);
    }

    [Fact]
    public void Render_Page_AllowsOnlyItsOwnScriptAndNoConnection()
    {
        var policy = Parse(SampleRun.Create()).QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldContain("script-src 'sha256-");
        policy.ShouldNotContain("http");
    }

    [Fact]
    public void Render_LinkedAndEmbeddedClips_GetPlayers()
    {
        var players = Parse(SampleRun.Create())
            .QuerySelectorAll<IHtmlAudioElement>("#wrong-clips audio")
            .Select(player => player.GetAttribute("src"))
            .ToList();
        players.ShouldBe(["clips/OAF_back_fear.wav", "data:audio/wav;base64,UklGRg=="]);
    }

    private static IHtmlDocument Parse(RunReport report) => new HtmlParser().ParseDocument(RunReportPage.Render(report));
}
